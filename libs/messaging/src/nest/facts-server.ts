import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { SpanKind } from '@opentelemetry/api';
import { factDefinition, topicOf } from '@guildhall/event-catalogue';
import { backoffMs, OUTAGE_BACKOFF, pauseFor, type ParkedMessage, type Parking } from '@guildhall/event-sourcing';
import type { Fact, ServiceName } from '@guildhall/kernel';
import type { FactSource, IncomingRecord } from '../consuming/fact-source.js';
import { settledWithin } from '../consuming/within.js';
import { factOf } from '../facts/fact-of.js';
import { HEADER } from '../facts/headers.js';
import type { UnreadableRecord } from '../facts/record.errors.js';
import { inLinkedSpan } from '../observing/linked-span.js';
import { noLog, type Log } from '../observing/log.js';
import { MESSAGING_METRICS, noMeter, type Meter } from '../observing/meter.js';
import { FactDelivery } from './fact-delivery.js';
import { FactListeners, type FactListener } from './fact-listeners.js';
import { FACTS } from './on-fact.js';
import { idOfRecord, keyOfRecord, parkedRecord, recordOfParked } from './parked-record.js';

/** A broker or store that does not answer is waited for no longer: what was in hand is delivered again on the next start. */
const DRAIN_MS = 5_000;
const CONNECTING_MS = 500; // before the first fact there is nothing in hand

/** Process under which a record is parked that is no fact and that no process waits for. */
const UNREADABLE = 'unreadable';

export type FactsServerOptions = Readonly<{
  service: ServiceName;
  /** Default `guildhall.<service>`. */
  group?: string;
  /** The transport named in `@OnFact`, default `FACTS`. */
  transport?: symbol;
  /** Name of a service's topic, default that of the registry. */
  topicOf?: (service: ServiceName) => string;
  source: FactSource;
  /** Must know what is parked before the server listens. */
  parking: Parking;
  meter?: Meter;
  log?: Log;
}>;

/** How a consumer stands: facts in hand are those handed out and neither taken nor parked yet. */
export type FactsProgress = Readonly<{
  state: 'connecting' | 'live' | 'stopped';
  group: string;
  /** What the group reads: topics of the services whose facts its processes take. */
  topics: readonly string[];
  inHand: number;
  lagSeconds: number;
}>;

/**
 * Nest's transport of facts (architecture.md §4, Consumer): attach it with `app.connectMicroservice({ strategy })`. Each process that
 * takes a type gets the fact by itself, one after another, with its own retry: outages without limit, else five tries, then parked by
 * (process, key). The offset is committed when each has taken or parked it. Types that no process takes are skipped.
 */
export class FactsServer extends Server implements CustomTransportStrategy {
  override readonly transportId: symbol;
  // Nest logs and swallows an event handler's error unless the transport says that it deals with it.
  override readonly propagatesEventHandlerErrors = true;
  private readonly listeners = new FactListeners();
  private readonly stopping = new AbortController();
  private readonly delivery: FactDelivery;
  private readonly group: string;
  private readonly meter: Meter;
  private readonly log: Log;
  private readonly inHand = new Set<Fact>();
  private state: FactsProgress['state'] = 'connecting';
  private listensSince = Date.now();
  private starting: Promise<void> | null = null;
  private stopped: Promise<void> | null = null;

  constructor(private readonly options: FactsServerOptions) {
    super();
    const { service, group, transport, parking, meter, log } = options;
    this.transportId = transport ?? FACTS;
    this.group = group ?? `guildhall.${service}`;
    this.meter = meter ?? noMeter;
    this.log = log ?? noLog;
    this.delivery = new FactDelivery({
      group: this.group,
      parking,
      meter: this.meter,
      log: this.log,
      signal: this.stopping.signal,
    });
  }

  /** The base class would chain the handlers of one type and run them together, with one outcome for all. */
  override addHandler(
    pattern: unknown,
    callback: MessageHandler,
    _isEventHandler?: boolean,
    extras: Record<string, unknown> = {},
  ): void {
    const type = String(pattern);
    factDefinition(type); // a type that the catalogue does not hold fails the start
    this.listeners.add(type, extras['process'], callback);
  }

  /** Answers at once: an app does not wait for its broker. See `listening`. */
  listen(callback: () => void): void {
    for (const process of [...this.listeners.processes, UNREADABLE]) {
      this.options.parking.onRetry(process, (message) => this.retry(message), 'fact');
    }
    this.listensSince = Date.now();
    this.starting = this.startForEver();
    callback();
  }

  /** Resolves once the source serves the group. */
  get listening(): Promise<void> {
    return this.starting ?? Promise.resolve();
  }

  /** How the consumer stands; `lagSeconds` of wall time since the store wrote the oldest fact in hand, 0 if none is. */
  progress(): FactsProgress {
    const since = Math.min(...[...this.inHand].map(({ recordedTime }) => Date.parse(recordedTime)));
    const lagSeconds = this.inHand.size === 0 ? 0 : Math.max(0, (Date.now() - since) / 1_000);
    return { state: this.state, group: this.group, topics: this.topics, inHand: this.inHand.size, lagSeconds };
  }

  /** Age of the oldest fact in hand by topic, in seconds of wall time since the store wrote it; 0 where none is. */
  lagByTopic(): ReadonlyMap<string, number> {
    const now = Date.now();
    const lags = new Map(this.topics.map((topic) => [topic, 0]));
    for (const fact of this.inHand) {
      const topic = this.topicOf(fact);
      lags.set(topic, Math.max(lags.get(topic) ?? 0, (now - Date.parse(fact.recordedTime)) / 1_000));
    }
    return lags;
  }

  /**
   * Age in seconds, by topic, of the moment up to which everything that lay there is taken (`FactSource.seenAt`), counted from when the
   * server began to listen; none where the source does not look.
   */
  arrivalAges(): ReadonlyMap<string, number> {
    const { source } = this.options;
    if (!source.seenAt || this.state === 'stopped') return new Map();
    const [seen, now] = [source.seenAt(), Date.now()];
    return new Map(this.topics.map((topic) => [topic, Math.max(0, now - (seen.get(topic) ?? this.listensSince)) / 1_000]));
  }

  /** Stops intake and waits for the facts in hand: those under way are finished, those that wait for a retry are given back. */
  pause(): Promise<void> {
    this.stopped ??= this.stop();
    return this.stopped;
  }

  close(): Promise<void> {
    return this.pause();
  }

  /** Nothing but this server lies under it: there is no client to hand out and there are no events to listen to. */
  on(event: string): never {
    throw new Error(`FactsServer has no event ${event}`);
  }

  unwrap<T>(): T {
    throw new Error('FactsServer wraps no client: facts come by the port FactSource');
  }

  private async stop(): Promise<void> {
    this.stopping.abort();
    const waits = this.state === 'live' ? DRAIN_MS : CONNECTING_MS;
    this.state = 'stopped';
    const ended = Promise.all([this.starting, this.options.source.stop()]);
    ended.catch((error: unknown) => this.log.warn({ group: this.group, error: String(error) }, 'Consumer did not stop in order'));
    if ((await settledWithin(ended, waits)) === 'late')
      this.log.warn({ group: this.group }, 'Consumer stopped while broker or store did not answer');
  }

  private get topics(): readonly string[] {
    return [...new Set(this.listeners.types.map((type) => this.topicOf({ type })))];
  }

  private async startForEver(): Promise<void> {
    const { topics } = this;
    if (topics.length === 0) return;
    const { source } = this.options;
    for (let attempt = 1; !this.stopping.signal.aborted; attempt += 1) {
      try {
        await source.start(
          this.group,
          topics,
          (fact) => this.dispatch(fact),
          (record, error) => this.parkUnreadable(record, error),
        );
        this.state = 'live';
        return;
      } catch (error) {
        this.log.warn({ group: this.group, attempt, error: String(error) }, 'Waits for Kafka');
        await pauseFor(backoffMs(attempt, OUTAGE_BACKOFF), this.stopping.signal);
      }
    }
  }

  private async dispatch(fact: Fact): Promise<void> {
    const listeners = this.listeners.of(fact.type);
    if (listeners.length === 0) return this.meter.add(MESSAGING_METRICS.factsSkipped.name, 1, { group: this.group });
    this.inHand.add(fact);
    this.meter.add(MESSAGING_METRICS.messagesConsumed.name, 1, { group: this.group, topic: this.topicOf(fact) });
    try {
      for (const listener of listeners) await this.inSpan(fact, listener, () => this.delivery.give(fact, listener));
    } finally {
      this.inHand.delete(fact);
    }
  }

  private inSpan(fact: Fact, { process }: FactListener, work: () => Promise<void>): Promise<void> {
    const attributes = {
      'messaging.system': 'kafka',
      'messaging.destination.name': this.topicOf(fact),
      'messaging.operation.type': 'process',
      'messaging.consumer.group.name': this.group,
      'app.process': process,
      'app.event.type': fact.type,
      'app.correlation_id': fact.correlationId,
    };
    return inLinkedSpan(`process ${this.topicOf(fact)}`, { kind: SpanKind.CONSUMER, attributes }, [fact.traceparent], work);
  }

  private topicOf({ type }: Pick<Fact, 'type'>): string {
    return (this.options.topicOf ?? topicOf)(factDefinition(type).owner);
  }

  /** Parked for every process that takes its type, so that no later fact of the key overtakes it there; else under `unreadable`. */
  private async parkUnreadable(record: IncomingRecord, { code, message }: UnreadableRecord): Promise<void> {
    const listeners = this.listeners.of(record.headers[HEADER.type] ?? '');
    const processes = listeners.length > 0 ? listeners.map(({ process }) => process) : [UNREADABLE];
    const payload = { kind: 'fact', fact: parkedRecord(record) } as const;
    for (const process of processes) {
      await this.delivery.park({
        messageId: idOfRecord(record),
        process,
        key: keyOfRecord(record),
        reason: { code, message },
        payload,
      });
    }
  }

  /** An operator's retry: one try, whose error keeps the message parked. A record that was unreadable is read with today's catalogue. */
  private async retry({ process, payload }: ParkedMessage): Promise<void> {
    if (payload.kind !== 'fact') throw new Error(`${process} takes facts only, this is an event of ${payload.stream}`);
    const record = recordOfParked(payload.fact);
    const fact = record ? factOf(record) : payload.fact;
    const listeners = this.listeners.of(fact.type).filter((listener) => process === UNREADABLE || listener.process === process);
    if (listeners.length === 0 && process !== UNREADABLE)
      throw new Error(`${process} takes no ${fact.type} any more: discard it with the reason`);
    for (const listener of listeners) {
      await this.inSpan(fact, listener, () => listener.call(fact, { group: this.group, process: listener.process, attempt: 1 }));
    }
  }
}
