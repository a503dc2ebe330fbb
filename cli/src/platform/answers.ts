/** What the operators' routes answer (service-kit, operations); instants ISO 8601, positions decimal strings. */
export type LagLine = Readonly<{
  runner: string;
  state: string;
  position: string | null;
  lagSeconds: number;
  heartbeatAt: string;
  advancedAt: string;
  parked: number;
}>;

export type ParkedLine = Readonly<{
  messageId: string;
  process: string;
  key: string;
  reason: Readonly<{ code: string; message: string }>;
  parkedAt: string;
  what: string;
}>;
export type ParkedDetail = ParkedLine & Readonly<{ source: Readonly<Record<string, string>>; queue: readonly string[] }>;

export type Escalated = Readonly<{ process: string; key: string; codes: readonly string[]; since: string }>;
export type Struggling = Readonly<{ process: string; key: string; since: string; attempts: number; error: string }>;
export type InNeed = Readonly<{ escalated: readonly Escalated[]; struggling: readonly Struggling[] }>;
export type Step = Readonly<{
  revision: string;
  at: string;
  type: string;
  what: string;
  by: Readonly<{ accountId: string; reason: string }> | null;
}>;

export type Timer = Readonly<{
  timerId: string;
  process: string;
  key: string;
  name: string;
  dueAt: string;
  overdueSeconds: number;
}>;

export type ReadModelLine = Readonly<{
  name: string;
  version: number;
  stored: Readonly<{ version: number; generation: number; state: string; position: string }> | null;
  waitingSince: string | null;
}>;
export type Standing = Readonly<{
  service: string;
  version: string;
  commit: string;
  roles: readonly string[];
  sandboxMode: boolean;
  readModels: readonly ReadModelLine[];
}>;

export type GroupLine = Readonly<{ group: string; state: string; members: number; lag: string | null }>;
export type TopicLine = Readonly<{
  name: string;
  partitions: number | null;
  config: Readonly<Record<string, string>> | null;
  records: string;
  groups: readonly GroupLine[];
}>;

export type ToldFact = Readonly<{ type: string; schema: Readonly<Record<string, unknown>> }>;

export type Generation = Readonly<{ generation: number; version: number; state: string; position: string | null }>;
export type ProjectionLine = Readonly<{
  name: string;
  version: number;
  live: Generation | null;
  beside: Generation | null;
  built: Readonly<{
    order: string;
    generation: number;
    events: number;
    documents: number;
    differing: number;
    examples: readonly string[];
    seconds: number;
  }> | null;
  pending: readonly Readonly<{ order: string; type: string }>[];
}>;

export type LedgerVerdict = Readonly<{
  result: 'sound' | 'broken';
  events: number;
  streams: number;
  entries: number;
  checked: readonly string[];
  violations: readonly Readonly<{ invariant: string; message: string; stream: string; revision: string; type: string }>[];
  differences: number;
  documentsCompared: number;
  openBalances: number;
  totals: readonly Readonly<{ currency: string; difference: string }>[];
}>;

export type AuditCounts = Readonly<{
  facts: number;
  records: number;
  holes: number;
  orderViolations: number;
  strangers: number;
  repeats: number;
  otherEpochs: number;
}>;
/** What is wrong and where; `offset` null: the topic lacks it. */
export type AuditFinding = Readonly<{
  kind: 'hole' | 'order' | 'stranger';
  partition: number;
  offset: string | null;
  position: string | null;
  eventId: string | null;
  type: string | null;
}>;
/** One stretch of an audit; `next` is where it goes on. */
export type AuditStretch = Readonly<{
  topic: string;
  done: boolean;
  reached: string | null;
  next: string;
  counts: AuditCounts;
  findings: readonly AuditFinding[];
}>;

/** One service's part of an erasure; `heardAt`, `erasedAt`: wall time, null: not yet. */
export type ErasureReceipt = Readonly<{
  service: string;
  heardAt: string | null;
  readModels: readonly Readonly<{ name: string; erasedAt: string | null }>[];
}>;
export type SubjectView = ErasureReceipt &
  Readonly<{
    state: 'open' | 'closed' | 'erasing' | 'held' | 'forgotten';
    blocks: readonly string[];
    pseudonymId: string | null;
    requestedAt: string | null;
    forgottenAt: string | null;
    legalHoldUntil: string | null;
    keys: readonly Readonly<{ purpose: string; state: 'there' | 'held' | 'gone' }>[];
    mails: number;
  }>;

/** One person who asked, or for whom an operator asked. */
export type ErasureLine = Readonly<{
  subjectId: string;
  state: 'erasing' | 'held' | 'forgotten';
  askedBy: 'account' | 'operator';
  requestedAt: string;
  forgottenAt: string | null;
  legalHoldUntil: string | null;
}>;
