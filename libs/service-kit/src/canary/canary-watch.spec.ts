import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { topicOf } from '@guildhall/event-catalogue';
import {
  defineProjection,
  EventSourcedParking,
  InMemoryEventStore,
  InMemoryReadModelStore,
  ProjectionRunner,
  takeLease,
  type AllMessage,
  type AllOptions,
  type Lease,
} from '@guildhall/event-sourcing';
import type { DomainEvent } from '@guildhall/kernel';
import { InMemoryBroker, InMemoryPublisher, InMemoryTopicReader, Relay } from '@guildhall/messaging';
import { eventually } from '@guildhall/testing';
import { canaryStreamOf } from './canary-stream.js';
import { CanaryWatch } from './canary-watch.js';

const SERVICE = 'contracts';
const TOPIC = topicOf(SERVICE);
const NOTES = 'notes';
const { signal: never } = new AbortController();
const notes = defineProjection<DomainEvent, object>({
  name: NOTES,
  from: ['contracts.note'],
  version: 1,
  ids: () => [],
  reduce: (document) => document,
});

/** What can be broken on the way of a canary. */
type Fault = 'database' | 'broker' | 'relay' | 'projector' | 'subscription' | 'lease';

/** A method of a part answers through this. */
type Call = (name: string, args: readonly unknown[], go: () => unknown) => unknown;

/** A part whose methods pass by `call`. */
const through = <T extends object>(part: T, call: Call): T =>
  new Proxy(part, {
    get: (target, name): unknown => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...args: readonly unknown[]): unknown => call(String(name), args, () => Reflect.apply(value, target, args));
    },
  });

/** One service, part by part, in time that the spec moves. */
class World {
  now = Date.parse('2026-03-01T12:00:00.000Z');
  readonly faults = new Set<Fault>();
  readonly log = new InMemoryEventStore({ now: () => new Date(this.now) });
  private readonly broker = new InMemoryBroker();
  private readonly documents = through(new InMemoryReadModelStore(async () => null), (_name, _args, go) =>
    this.unless('database', go),
  );
  private readonly topics = through(new InMemoryTopicReader(this.broker), (_name, _args, go) => this.unless('broker', go));
  /** The log as the projector follows it: its subscription can go silent without a word. */
  private readonly followed = through(this.log, (name, args, go) => (name === 'subscribeAll' ? this.heard(args) : go()));
  readonly watch = new CanaryWatch({
    ...{ service: SERVICE, readModels: [NOTES], log: this.log, documents: this.documents, topics: this.topics },
    nowMs: () => this.now,
    onFault: () => undefined,
  });
  private timers: Lease | null = null;
  private relaying: Lease | null = null;
  private relay: Relay | null = null;
  private projector: ProjectionRunner | null = null;

  async begin(): Promise<void> {
    this.timers = await this.lease('timers');
    this.relaying = await this.lease('relay');
    await this.startRelay();
    await this.startProjector();
  }

  async end(): Promise<void> {
    this.faults.clear();
    await Promise.all([this.relay?.stop(), this.projector?.stop()]);
  }

  async breakAt(fault: Fault): Promise<void> {
    this.faults.add(fault);
    if (fault === 'relay') await this.relay?.stop();
    if (fault === 'projector') await this.projector?.stop();
  }

  async mend(): Promise<void> {
    const broken = [...this.faults];
    this.faults.clear();
    if (broken.includes('relay')) await this.startRelay();
    if (broken.includes('projector') || broken.includes('subscription')) await this.startProjector();
  }

  /** Every 3 s a renewal, and a look at its arrivals once whoever works has handled it. */
  async pass(seconds: number): Promise<void> {
    for (let passed = 0; passed < seconds; passed += 3) {
      this.now += 3_000;
      if (!this.faults.has('lease')) await this.timers?.renew();
      const { position = 0n } = (await this.log.readLast(canaryStreamOf(SERVICE))) ?? {};
      if (!this.faults.has('relay')) {
        await eventually('the relay has passed it', async () => (this.relay?.progress().position ?? -1n) >= position);
        await this.relaying?.renew();
      }
      if (!this.isBroken('projector', 'subscription', 'database'))
        await eventually('the projector has passed it', async () => (this.projector?.lag()[0]?.position ?? -1n) >= position);
      await this.watch.look();
    }
  }

  private async startRelay(): Promise<void> {
    await this.relay?.stop();
    const publisher = new InMemoryPublisher(this.broker);
    this.relay = new Relay({
      service: SERVICE,
      store: this.log,
      publisher,
      mappings: [],
      term: 1n,
      canary: canaryStreamOf(SERVICE),
    });
    this.relay.start();
  }

  private async startProjector(): Promise<void> {
    await this.projector?.stop();
    this.projector = new ProjectionRunner({
      ...{ store: this.followed, readModels: this.documents, service: SERVICE, projections: [notes] },
      parking: new EventSourcedParking({ store: this.log, service: SERVICE }),
      canary: { stream: canaryStreamOf(SERVICE), everyMs: 0 },
      checkMs: 5,
    });
    await this.projector.start();
  }

  private lease(runner: string): Promise<Lease> {
    const standing = () => {
      const { state = 'stopped', position = null } = this.relay?.progress() ?? {};
      return [{ runner, state, position, lagSeconds: 0, heartbeatAt: this.now, advancedAt: this.now, parked: 0 }];
    };
    const now = () => new Date(this.now);
    return takeLease(this.log, { service: SERVICE, runner, holder: 'h', after: 'start', now, standing }, never);
  }

  private isBroken(...faults: readonly Fault[]): boolean {
    return faults.some((fault) => this.faults.has(fault));
  }

  private unless(fault: Fault, go: () => unknown): unknown {
    return this.isBroken(fault) ? Promise.reject(new Error(`the ${fault} is away`)) : go();
  }

  private async *heard([options, signal]: readonly unknown[]): AsyncIterable<AllMessage> {
    for await (const message of this.log.subscribeAll(options as AllOptions, signal as AbortSignal))
      if (!this.isBroken('subscription')) yield message;
  }
}

describe('The watch for canaries', () => {
  let world: World;
  beforeEach(async () => {
    world = new World();
    await world.begin();
    await world.pass(12);
  });
  afterEach(() => world.end());

  const late = (): readonly string[] => [...world.watch.ages()].filter(([, age]) => age > 30).map(([sink]) => sink);

  it('sees them arrive in every read model and in the topic', async () => {
    await world.pass(60);
    const ages = world.watch.ages();
    expect([...ages.keys()].sort()).toEqual([TOPIC, NOTES].sort());
    expect(Math.max(...ages.values())).toBeLessThan(10);
  });

  it.each([
    ['database', [NOTES]],
    ['projector', [NOTES]],
    ['subscription', [NOTES]],
    ['broker', [TOPIC]],
    ['relay', [TOPIC]],
    ['lease', [NOTES, TOPIC]],
  ] as const)('finds the silence behind a broken %s, in its sinks alone, and its end', async (fault, sinks) => {
    expect(late()).toEqual([]);
    await world.breakAt(fault);
    await world.pass(33);
    expect([...late()].sort()).toEqual([...sinks].sort());
    await world.mend();
    await world.pass(12);
    expect(late()).toEqual([]);
  });
});
