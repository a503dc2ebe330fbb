import { trace } from '@opentelemetry/api';
import { eventIdOf, type Actor, type Clock } from '@guildhall/kernel';
import { KeyedLock } from '../commands/keyed-lock.js';
import { metadataOf } from '../commands/metadata.js';
import type { EventStore, ExpectedRevision, NewEvent, StoredEvent } from '../store/event-store.port.js';
import { WrongExpectedRevision } from '../store/store.errors.js';
import { backoffMs, pauseFor, type Backoff } from '../subscriptions/backoff.js';
import { activeTraceparent } from '../subscriptions/spans.js';
import { decideInput, evolveInstance, newInstance, type ProcessInstance } from './process-instance.js';
import { PROCESS_SCHEMA_VERSION, processStream, takeIdOf, type ProcessEvent } from './process.events.js';
import type { AnyManager, Incoming, Origin } from './process-types.js';

type Loaded = Readonly<{ revision: ExpectedRevision; instance: ProcessInstance }>;

/** Instances kept warm; the least recently used go first. */
const WARM = 2_000;
/** Conflicts in a process's own stream: other instances of the service write there, too; nothing is refused, so it goes on. */
const CONFLICT_BACKOFF: Backoff = { baseMs: 10, factor: 2, maxMs: 500 };

/** What is to be appended under one command id, with whom and what it is traced to. */
export type ProcessAppend = Readonly<{ commandId: string; actor: Actor; origin: Origin; events: readonly ProcessEvent[] }>;

/** Loads, decides and appends in the streams of process managers; one writer at a time a stream in this process. */
export class ProcessStreams {
  private readonly warm = new Map<string, Loaded>();
  private readonly lock = new KeyedLock();

  constructor(
    private readonly store: EventStore,
    private readonly service: string,
    private readonly clock: Clock,
  ) {}

  /** Takes an input: one append, or none where it was taken before. Conflicts are decided anew; outages are thrown. Repeatable. */
  async take(manager: AnyManager, key: string, incoming: Incoming): Promise<void> {
    const { frame, origin } = incoming;
    const stream = processStream(this.service, manager.name, key);
    const warm = this.warm.get(stream);
    // Another instance may have started this timer: that it does not pend is decided on the stream only.
    if (incoming.source === 'timer' && !warm?.instance.pendingTimers.has(frame.id)) this.warm.delete(stream);
    const actor: Actor = { kind: 'system', id: `process:${manager.name}` };
    await this.append(manager, key, (instance) => {
      if (instance.seen.has(frame.id)) trace.getActiveSpan()?.setAttribute('app.duplicate', true);
      return {
        commandId: takeIdOf(frame.id, manager.name),
        actor,
        origin,
        events: decideInput(manager, key, instance, incoming),
      };
    });
  }

  /** The same as `append` on what the stream says now, for decisions of people. */
  appendFresh(manager: AnyManager, key: string, decide: (instance: ProcessInstance) => ProcessAppend): Promise<void> {
    this.warm.delete(processStream(this.service, manager.name, key));
    return this.append(manager, key, decide);
  }

  /** Appends what `decide` says on the instance as it is known; a conflict is decided anew. */
  append(manager: AnyManager, key: string, decide: (instance: ProcessInstance) => ProcessAppend): Promise<void> {
    const stream = processStream(this.service, manager.name, key);
    return this.lock.run(stream, async () => {
      for (let attempt = 1; ; attempt += 1) {
        const loaded = this.warm.get(stream) ?? (await this.load(manager, stream));
        const append = decide(loaded.instance);
        if (append.events.length === 0) return;
        try {
          await this.write(manager, stream, loaded, append);
          return;
        } catch (error) {
          // Also after an unknown outcome: what is in the stream decides.
          this.warm.delete(stream);
          if (!(error instanceof WrongExpectedRevision)) throw error;
          await pauseFor(backoffMs(attempt, CONFLICT_BACKOFF));
        }
      }
    });
  }

  private async write(manager: AnyManager, stream: string, { revision, instance }: Loaded, append: ProcessAppend): Promise<void> {
    const { commandId, actor, origin, events } = append;
    const { correlationId, causeId: causationId, region, traceparent } = origin;
    const occurredAt = this.clock.now().toISOString();
    const context = { commandId, actor, correlationId, causationId, occurredAt, region };
    const metadata = metadataOf(context, PROCESS_SCHEMA_VERSION, activeTraceparent() ?? traceparent);
    const fresh = events.map((event, index): NewEvent => ({ id: eventIdOf(stream, commandId, index), ...event, metadata }));
    const { revision: next } = await this.store.append(stream, revision, fresh);
    const after = events.reduce((before, event) => evolveInstance(manager, before, asStored(event)), instance);
    this.keep(stream, { revision: next, instance: after });
  }

  private async load(manager: AnyManager, stream: string): Promise<Loaded> {
    let instance = newInstance(manager);
    let revision: ExpectedRevision = 'no_stream';
    for await (const event of this.store.read(stream)) {
      instance = evolveInstance(manager, instance, event as StoredEvent & ProcessEvent) ?? instance;
      revision = event.revision;
    }
    const loaded = { revision, instance };
    this.keep(stream, loaded);
    return loaded;
  }

  private keep(stream: string, loaded: Loaded): void {
    this.warm.delete(stream);
    this.warm.set(stream, loaded);
    if (this.warm.size <= WARM) return;
    const [oldest] = this.warm.keys();
    if (oldest !== undefined) this.warm.delete(oldest);
  }
}

/** What JSON keeps: a warm instance must not know more than a loaded one. */
const asStored = (event: ProcessEvent): ProcessEvent => JSON.parse(JSON.stringify(event)) as ProcessEvent;
