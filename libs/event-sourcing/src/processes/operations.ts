import { DomainError, newId, type Actor, type Clock, type Instant } from '@guildhall/kernel';
import type { EventStore } from '../store/event-store.port.js';
import { decideRetry, type ProcessInstance } from './process-instance.js';
import type { EscalatedProcess, PendingTimer, ProcessBoard } from './process-board.js';
import { describeProcessEvent } from './process-history.js';
import { processStream, type ActedBy, type ProcessEvent } from './process.events.js';
import { ProcessStreams } from './process-streams.js';
import { isReaction, type AnyManager, type AnyProcess } from './process-types.js';

export type ProcessOperationsOptions = Readonly<{
  store: EventStore;
  service: string;
  processes: readonly AnyProcess[];
  board: ProcessBoard;
  clock: Clock;
}>;

/** An operator's act; `id` is the command id of the request, so that a repeat is a no-op (default: a new one). */
export type OperatorAct = ActedBy & Readonly<{ id?: string; correlationId?: string; region?: string }>;

/** A pending timer for operators; `overdueSeconds` is business time since `dueAt`, 0 while it is not due. */
export type TimerStanding = Omit<PendingTimer, 'started' | 'data'> & Readonly<{ overdueSeconds: number }>;

/** One event of a process; `what` says which input, command, timer or code, never what people wrote. `by`: of an operator's act. */
export type ProcessStep = Readonly<{ revision: string; at: Instant; type: string; what: string; by: ActedBy | null }>;

/** What operators see of the processes of a service, and what they can do about them. Each act is an event with its reason. */
export class ProcessOperations {
  private readonly managers: ReadonlyMap<string, AnyManager>;
  private readonly streams: ProcessStreams;

  constructor(private readonly options: ProcessOperationsOptions) {
    const { store, service, processes, clock } = options;
    this.managers = new Map(
      processes.flatMap((process): [string, AnyManager][] => (isReaction(process) ? [] : [[process.name, process]])),
    );
    this.streams = new ProcessStreams(store, service, clock);
  }

  /** Processes that were handed to the operators and not been seen to. Those whose messages are parked stand in `Parking.list`. */
  escalated(): readonly EscalatedProcess[] {
    return this.options.board.escalated();
  }

  /** Earliest first. */
  timers(): readonly TimerStanding[] {
    const now = this.options.clock.now().getTime();
    return this.options.board.pendingTimers().map(({ started: _started, data: _data, ...timer }) => ({
      ...timer,
      overdueSeconds: Math.max(0, (now - Date.parse(timer.dueAt)) / 1000),
    }));
  }

  /** What happened in one process, oldest first; `COMMON.NOT_FOUND` where nothing did. */
  async history(process: string, key: string): Promise<readonly ProcessStep[]> {
    const { store, service } = this.options;
    const steps: ProcessStep[] = [];
    for await (const stored of store.read(processStream(service, process, key))) {
      const event = stored as typeof stored & ProcessEvent;
      // Names and keys hold hyphens: another process may share the name of the stream.
      if (event.data.process !== process || event.data.key !== key) continue;
      const by = 'by' in event.data ? event.data.by : null;
      const { occurredAt: at } = stored.metadata;
      steps.push({ revision: stored.revision.toString(), at, type: stored.type, what: describeProcessEvent(event), by });
    }
    if (steps.length === 0) throw new DomainError('COMMON.NOT_FOUND', 'not-found', `There is no process ${process} ${key}`);
    return steps;
  }

  /** Orders the refused commands of a process again, under new ids. `COMMON.NOT_FOUND` where nothing was refused. */
  async retry(process: string, key: string, act: OperatorAct): Promise<void> {
    await this.act(process, key, act, (instance, actId, by) => decideRetry(process, key, instance, actId, by));
  }

  /** Notes that an operator has seen to an escalated process by hand. `COMMON.NOT_FOUND` where it is not escalated. */
  async advance(process: string, key: string, act: OperatorAct): Promise<void> {
    await this.act(process, key, act, (instance, actId, by) =>
      instance.escalations.length > 0 ? [{ type: 'ProcessAdvanced', data: { process, key, actId, by } }] : [],
    );
  }

  private async act(
    process: string,
    key: string,
    { accountId, reason, id = newId(), correlationId = id, region = 'global' }: OperatorAct,
    decide: (instance: ProcessInstance, actId: string, by: ActedBy) => readonly ProcessEvent[],
  ): Promise<void> {
    const manager = this.managers.get(process);
    if (!manager) throw new DomainError('COMMON.NOT_FOUND', 'not-found', `There is no process manager ${process}`);
    const actor: Actor = { kind: 'account', id: accountId };
    const origin = { correlationId, causeId: id, region };
    await this.streams.appendFresh(manager, key, (instance) => {
      const events = instance.acts.has(id) ? [] : decide(instance, id, { accountId, reason });
      if (events.length === 0 && !instance.acts.has(id)) {
        throw new DomainError('COMMON.NOT_FOUND', 'not-found', `Nothing of ${process} ${key} waits for an operator`);
      }
      return { commandId: id, actor, origin, events };
    });
  }
}
