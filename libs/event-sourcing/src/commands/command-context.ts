import type { Actor, Instant } from '@guildhall/kernel';

/** Everything about a command that is not the command: who, why, when, under which id. Made by service-kit or the process runner. */
export type CommandContext = Readonly<{
  commandId: string;
  /** Set for HTTP commands: another request under the same command id is refused with 422 `COMMON.IDEMPOTENCY_KEY_REUSED`. */
  requestHash?: string;
  /** The same request under the key of before a rotation: events of then hold this one. */
  formerRequestHash?: string;
  actor: Actor;
  correlationId: string;
  causationId: string;
  /** Business time. */
  occurredAt: Instant;
  region: string;
  traceparent?: string;
  policyRefs?: Readonly<Record<string, string>>;
  /** Set for commands of processes: an empty decision is then recorded as `FactNoted {factId}`. */
  factId?: string;
  /** From `If-Match`: the revision the user saw; another one is 409 `COMMON.REVISION_CONFLICT`. */
  ifMatch?: bigint;
}>;
