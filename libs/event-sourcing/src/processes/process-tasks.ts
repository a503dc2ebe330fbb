import { trace } from '@opentelemetry/api';
import type { Clock, Fact, StorageContract } from '@guildhall/kernel';
import { FACT_NOTED } from '../projections/projection.js';
import type { StoredEvent } from '../store/event-store.port.js';
import { inLinkedSpan } from '../subscriptions/spans.js';
import type { CommandDelivery, OrderedEvent } from './command-delivery.js';
import { fromFact, fromOwnEvent, fromTimer, withoutPersonalFields } from './incoming.js';
import type { PendingTimer } from './process-board.js';
import type { ProcessEvent } from './process.events.js';
import type { ProcessStreams } from './process-streams.js';
import { isReaction, type AnyManager, type AnyProcess, type Incoming } from './process-types.js';

/** One piece of work for an event: `lane` orders it, (process, key) is what it is parked under. */
export type Task = Readonly<{ lane: string; process: string; key: string; run(): Promise<void> }>;

export type ProcessTasksOptions = Readonly<{
  service: string;
  processes: ReadonlyMap<string, AnyProcess>;
  streams: ProcessStreams;
  delivery: CommandDelivery;
  storages: readonly StorageContract[];
  clock: Clock;
}>;

/** What is to be done about facts, own events, orders and timers, one try each. Everything may be repeated. */
export class ProcessTasks {
  private readonly strip: (event: StoredEvent) => StoredEvent;

  constructor(private readonly options: ProcessTasksOptions) {
    this.strip = withoutPersonalFields(options.storages);
  }

  /** `mayTake` is asked before a manager takes the fact, with its correlation key; it throws where the fact has to wait. */
  takeFact(process: AnyProcess, fact: Fact, mayTake: (key: string) => void): Promise<void> {
    return this.take(process, fromFact(fact), mayTake);
  }

  /** The work that an event of the service's log makes, none for most. */
  of(event: StoredEvent): readonly Task[] {
    const { service, processes } = this.options;
    if (event.category === `${service}.process`) return isOrder(event) ? [this.delivery(event)] : [];
    if (event.type === FACT_NOTED) return [];
    const concerned = [...processes.values()].filter((process) => process.from.includes(event.category));
    return concerned.flatMap((process) => this.reception(process, event) ?? []);
  }

  /** The tick of a timer; in the lane of its process's inputs. */
  tick(timer: PendingTimer): Task {
    const { process, key } = timer;
    return { lane: `${process}|${key}`, process, key, run: () => this.takeTick(timer) };
  }

  /** What a parked event of this process is, tried again. */
  async again(name: string, event: StoredEvent): Promise<void> {
    if (isOrder(event)) return this.delivery(event).run();
    const own = event as StoredEvent & ProcessEvent;
    if (own.type === 'TimerStarted') return this.takeTick({ ...own.data, started: event });
    const process = this.options.processes.get(name);
    if (!process) throw new Error(`The process ${name} is no longer part of ${this.options.service}`);
    return this.takeOwn(process, event);
  }

  private delivery(event: OrderedEvent): Task {
    const { process, key, step } = event.data;
    const attributes = { 'app.process': process, 'app.step': step };
    const run = (): Promise<void> =>
      inLinkedSpan(`deliver ${process}`, attributes, [event.metadata.traceparent], () => this.options.delivery.deliver(event));
    return { lane: `deliver|${process}|${key}`, process, key, run };
  }

  /** Null where the event is none of the process's business. A `correlate` that throws is parked under the stream's key. */
  private reception(process: AnyProcess, event: StoredEvent): Task | null {
    const { name } = process;
    const run = (): Promise<void> => this.takeOwn(process, event);
    const byStream = { lane: `${name}|${event.streamKey}`, process: name, key: event.streamKey, run };
    if (isReaction(process)) return byStream;
    try {
      const key = correlated(process, fromOwnEvent(this.strip(event)));
      return key === null ? null : { lane: `${name}|${key}`, process: name, key, run };
    } catch {
      return byStream; // `run` meets the same error, and with it the tries and the parking
    }
  }

  private takeOwn(process: AnyProcess, event: StoredEvent): Promise<void> {
    return this.take(process, fromOwnEvent(isReaction(process) ? event : this.strip(event)));
  }

  private takeTick(timer: PendingTimer): Promise<void> {
    const { process: name, key } = timer;
    const manager = this.options.processes.get(name);
    if (!manager || isReaction(manager)) throw new Error(`No process manager ${name} for the timer ${timer.name}`);
    const now = this.options.clock.now();
    const incoming = fromTimer(timer, now.toISOString());
    return this.inSpan(name, incoming, () => {
      const late = Math.max(0, now.getTime() - Date.parse(timer.dueAt)) / 1_000;
      trace.getActiveSpan()?.setAttribute('app.timer_delay_seconds', late);
      return this.options.streams.take(manager, key, incoming);
    });
  }

  private take(process: AnyProcess, incoming: Incoming, mayTake: (key: string) => void = () => undefined): Promise<void> {
    return this.inSpan(process.name, incoming, async () => {
      if (isReaction(process)) return this.options.delivery.react(process, incoming);
      const key = correlated(process, incoming);
      if (key === null) return;
      mayTake(key);
      await this.options.streams.take(process, key, incoming);
    });
  }

  private inSpan(name: string, { input, source, origin }: Incoming, work: () => Promise<void>): Promise<void> {
    const attributes = { 'app.process': name, 'app.input': input.type, 'app.source': source };
    return inLinkedSpan(`react ${name}`, attributes, [origin.traceparent], work);
  }
}

const isOrder = (event: StoredEvent): event is OrderedEvent => event.type === 'CommandOrdered';

/** Null for inputs that are not for this process; code that has no case for a type answers undefined. */
const correlated = (manager: AnyManager, { input, frame }: Incoming): string | null => {
  const key: string | null | undefined = manager.correlate(input, frame);
  return key ? key : null;
};
