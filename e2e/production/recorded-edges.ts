import { setTimeout as pause } from 'node:timers/promises';
import { SERVICES, type ServiceName } from '@guildhall/kernel';
import { tellsSockets, talksNow, type Talker } from './sockets.js';

/** Roles as the chart splits them. */
export const ROLES = ['api', 'relay', 'projector', 'processor'] as const;
export type Role = (typeof ROLES)[number];

/** One process of a service and one external of the chart that it holds a connection to. */
export type RecordedEdge = Readonly<{ service: ServiceName; role: Role; to: string }>;

/** A row of `deploy/edges.yaml`; `services` and `roles` left out: all. */
export type DeclaredEdge = Readonly<{ to: string; services?: readonly ServiceName[]; roles?: readonly Role[] }>;

/** Externals of the chart that a local server stands for, by the name of its process; the others are files or are not there. */
const EXTERNALS: Readonly<Record<string, string>> = {
  'event-store': 'eventStore',
  kafka: 'kafka',
  mongo: 'mongo',
  'payment-sandbox': 'paymentProvider',
};
const LOOK_EVERY_MS = 200;

export type Process = Talker & Readonly<{ port: number }>;

const placeOf = (name: string): Readonly<{ service: ServiceName; role: Role }> | null => {
  const [first, second] = name.split('-');
  const service = SERVICES.find((one) => one === first);
  const role = ROLES.find((one) => one === second);
  return service && role ? { service, role } : null;
};

/** Collects who talks to whom while a platform in production mode runs; connections are looked at five times a second. */
export class EdgeRecorder {
  private readonly seen = new Map<string, RecordedEdge>();
  private readonly strange = new Set<string>();
  private readonly stopping = new AbortController();
  private readonly looking: Promise<void>;

  /** `processes`: asked at each look, because a process that was started anew has another pid. */
  constructor(private readonly processes: () => Promise<readonly Process[]>) {
    this.looking = tellsSockets() ? this.lookForEver() : Promise.resolve();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.looking;
  }

  /** Resolves when enough was seen, or the deadline is over: what is missing then is told by `edges`. */
  async until(isEnough: (edges: () => readonly RecordedEdge[]) => Promise<boolean>, deadlineMs = 60_000): Promise<void> {
    const end = Date.now() + deadlineMs;
    while (!(await isEnough(() => this.edges())) && Date.now() < end) await pause(LOOK_EVERY_MS);
  }

  /** In the order of services and roles. */
  edges(): readonly RecordedEdge[] {
    const place = ({ service, role }: RecordedEdge): number => SERVICES.indexOf(service) * ROLES.length + ROLES.indexOf(role);
    return [...this.seen.values()].sort((a, b) => place(a) - place(b) || a.to.localeCompare(b.to));
  }

  /** Connections that no external stands for, `from → to`: a service that talks to another one would be here. */
  others(): readonly string[] {
    return [...this.strange].sort();
  }

  private async lookForEver(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.look();
      await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async look(): Promise<void> {
    const processes = await this.processes();
    const told = await talksNow(processes, new Map(processes.map(({ name, port }) => [port, name])));
    for (const [from, heard] of told) {
      for (const listener of heard) this.note(from, listener);
    }
  }

  private note(from: string, listener: string): void {
    const place = placeOf(from);
    const to = EXTERNALS[listener];
    if (place && to !== undefined) this.seen.set(`${from} ${to}`, { ...place, to });
    else this.strange.add(`${from} → ${listener}`);
  }
}

/** The edges that the table of the chart opens, to externals that a local server stands for. */
export const declaredEdges = (table: readonly DeclaredEdge[]): readonly RecordedEdge[] =>
  SERVICES.flatMap((service) =>
    ROLES.flatMap((role) =>
      table
        .filter(({ to }) => Object.values(EXTERNALS).includes(to))
        .filter(({ services, roles }) => (services?.includes(service) ?? true) && (roles?.includes(role) ?? true))
        .map(({ to }) => ({ service, role, to })),
    ),
  );

export const edgeText = ({ service, role, to }: RecordedEdge): string => `${service} ${role} → ${to}`;
