import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, type INestMicroservice } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { FACT, milestoneLateV1, topicOf, type FactByType } from '@guildhall/event-catalogue';
import { EventSourcedParking, InMemoryEventStore, StoreUnavailable } from '@guildhall/event-sourcing';
import { DomainError } from '@guildhall/kernel';
import { approvalRecord, contractId, metadata } from '../facts/stored-event.factory.js';
import { partitionByKey } from '../kafka/partition-by-key.js';
import { InMemoryBroker } from '../memory/in-memory-broker.js';
import { InMemoryConsumer } from '../memory/in-memory-consumer.js';
import { MESSAGING_METRICS, type Meter } from '../observing/meter.js';
import type { FactContext } from './fact-listeners.js';
import { FactsServer } from './facts-server.js';
import { OnFact } from './on-fact.js';
import { parkedRecord } from './parked-record.js';

type Approved = FactByType[typeof FACT.MilestoneApproved];
type Requested = FactByType[typeof FACT.ChangesRequested];

const TOPIC = topicOf('contracts');
const GROUP = 'guildhall.payments';
const poisoned = contractId(0);

/** What the processes of the test did, and what is to go wrong: both are set by each test. */
const seen: string[] = [];
let broken: (process: string, fact: Approved | Requested) => Error | null = () => null;
const take = (process: string, fact: Approved | Requested): void => {
  const error = broken(process, fact);
  if (error) throw error;
  seen.push(`${process} ${fact.key === poisoned ? 'poisoned' : 'other'} ${fact.revision}`);
};

@Controller()
class ReleaseListener {
  @OnFact(FACT.MilestoneApproved, 'release')
  async on(@Payload() fact: Approved, @Ctx() { process }: FactContext): Promise<void> {
    await Promise.resolve();
    take(process, fact);
  }
}

@Controller()
class RemindListener {
  @OnFact([FACT.MilestoneApproved, FACT.ChangesRequested], 'remind')
  on(@Payload() fact: Approved | Requested): void {
    take('remind', fact);
  }
}

describe('FactsServer', () => {
  let store: InMemoryEventStore;
  let broker: InMemoryBroker;
  let parking: EventSourcedParking;
  let server: FactsServer;
  let app: INestMicroservice;
  const counted = new Map<string, number>();
  const meter: Meter = { add: (name, value) => void counted.set(name, (counted.get(name) ?? 0) + value), set: () => undefined };

  const start = async (): Promise<void> => {
    server = new FactsServer({ service: 'payments', source: new InMemoryConsumer(broker), parking, meter });
    const module = await Test.createTestingModule({ controllers: [ReleaseListener, RemindListener] }).compile();
    app = module.createNestMicroservice({ strategy: server, logger: false });
    await app.listen();
    await server.listening;
  };
  beforeEach(async () => {
    seen.length = 0;
    counted.clear();
    broken = () => null;
    store = new InMemoryEventStore();
    broker = new InMemoryBroker();
    parking = new EventSourcedParking({ store, service: 'payments' });
    await parking.start();
    await start();
  });
  afterEach(async () => {
    await app.close();
    await parking.stop();
  });

  const until = async (what: string, condition: () => boolean): Promise<void> => {
    const deadline = Date.now() + 8_000;
    while (!condition()) {
      if (Date.now() > deadline) throw new Error(`Not within 8 s: ${what}; seen: ${seen.join(', ')}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  const committed = (key: string): number => broker.committed(GROUP, TOPIC, partitionByKey(key, broker.partitions));
  const refused = (process: string) =>
    (broken = (of, { key }) =>
      of === process && key === poisoned ? new DomainError('PAYMENTS.REFUSED', 'conflict', 'No') : null);

  it('hands a fact to each process that takes its type, one after another', async () => {
    broker.append(TOPIC, [approvalRecord(0, poisoned), approvalRecord(1, poisoned)]);
    await until('both', () => seen.length === 4);
    expect(seen).toEqual(['release poisoned 0', 'remind poisoned 0', 'release poisoned 1', 'remind poisoned 1']);
    expect(counted.get(MESSAGING_METRICS.factsHandled.name)).toBe(4);
  });

  it('parks what a process refuses five times, and later facts of its key behind it, for that process alone', async () => {
    let tries = 0;
    refused('release');
    const refuse = broken;
    broken = (process, fact) => {
      const error = refuse(process, fact);
      if (error) tries += 1;
      return error;
    };
    broker.append(TOPIC, [approvalRecord(0, poisoned), approvalRecord(1, poisoned), approvalRecord(2, contractId(1))]);
    await until('parked and passed', () => parking.list('release').length === 2 && seen.length === 4);
    expect([...seen].sort()).toEqual(['release other 2', 'remind other 2', 'remind poisoned 0', 'remind poisoned 1'].sort());
    expect(tries).toBe(5);
    expect(parking.list('release').map(({ key, reason }) => [key, reason.code])).toEqual([
      [poisoned, 'PAYMENTS.REFUSED'],
      [poisoned, 'MESSAGING.BEHIND_PARKED'],
    ]);
    expect(parking.list('remind')).toEqual([]);
    await until('committed', () => committed(poisoned) === 2);
  });

  it('drains a parked key in order when an operator asks for it', async () => {
    refused('release');
    broker.append(TOPIC, [approvalRecord(0, poisoned), approvalRecord(1, poisoned)]);
    await until('parked', () => parking.list('release').length === 2);
    expect(await parking.retry('release', poisoned, { accountId: 'op', reason: 'try' })).toBe(0);
    broken = () => null;
    seen.length = 0;
    expect(await parking.retry('release', poisoned, { accountId: 'op', reason: 'mended' })).toBe(2);
    expect(seen).toEqual(['release poisoned 0', 'release poisoned 1']);
    broker.append(TOPIC, [approvalRecord(2, poisoned)]);
    await until('flows again', () => seen.includes('release poisoned 2'));
  });

  it('parks nothing while the store is away, however long, and goes on afterwards', async () => {
    let tries = 0;
    broken = () => (++tries <= 5 ? new StoreUnavailable('away') : null);
    broker.append(TOPIC, [approvalRecord(0, poisoned)]);
    await until('taken after the outage', () => seen.length === 2);
    expect(parking.list()).toEqual([]);
    expect(tries).toBeGreaterThan(5);
  }, 20_000);

  it('parks a programming error with its name', async () => {
    broken = (process) => (process === 'remind' ? new TypeError('x is not a function') : null);
    broker.append(TOPIC, [approvalRecord(0, poisoned)]);
    await until('parked', () => parking.list('remind').length === 1);
    expect(parking.list('remind')[0]?.reason).toEqual({ code: 'FAULT', message: 'TypeError: x is not a function' });
  });

  it('gives a fact back that it could not take before it was stopped', async () => {
    broken = () => new StoreUnavailable('away');
    broker.append(TOPIC, [approvalRecord(0, poisoned)]);
    await until('tried', () => (counted.get(MESSAGING_METRICS.factsRetried.name) ?? 0) > 0);
    await server.pause();
    await app.close();
    expect(committed(poisoned)).toBe(0);
    broken = () => null;
    await start();
    await until('taken by the next one', () => seen.length === 2);
  });

  it('skips types that no process takes', async () => {
    const record = approvalRecord(0, poisoned);
    const other = {
      ...record,
      headers: { ...record.headers, ce_type: FACT.MilestoneLate },
      value: JSON.stringify({
        meta: JSON.parse(record.value).meta,
        data: milestoneLateV1.example,
      }),
    };
    broker.append(TOPIC, [other, approvalRecord(1, poisoned)]);
    await until('the next one', () => seen.length === 2);
    expect(counted.get(MESSAGING_METRICS.factsSkipped.name)).toBe(1);
    expect(parking.list()).toEqual([]);
  });

  it('parks a record that is no fact for every process of its type, with later facts of its key behind it', async () => {
    const good = approvalRecord(0, poisoned);
    broker.append(TOPIC, [{ ...good, value: '{' }, approvalRecord(1, poisoned)]);
    await until('parked', () => parking.list().length === 4);
    expect(seen).toEqual([]);
    expect(parking.list('release').map(({ reason }) => reason.code)).toEqual([
      'MESSAGING.MALFORMED_RECORD',
      'MESSAGING.BEHIND_PARKED',
    ]);
    expect(await parking.retry('release', poisoned, { accountId: 'op', reason: 'again' })).toBe(0);
  });

  it('parks what nobody can name under a process of its own, with the bytes', async () => {
    broker.append(TOPIC, [
      { key: null, value: 'poison', headers: {} },
      { key: 'k', value: 'x'.repeat(300_000), headers: {} },
    ]);
    await until('parked', () => parking.list('unreadable').length === 2);
    const data = parking.list('unreadable').map(({ payload }) => (payload.kind === 'fact' ? payload.fact.data : {}));
    expect(data).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ value: 'kept', record: expect.objectContaining({ value: 'poison', key: null }) }),
        expect.objectContaining({ value: 'too long', length: 300_000, record: expect.objectContaining({ value: null }) }),
      ]),
    );
  });

  it('reads an unreadable record again when an operator asks, and gives it to its processes', async () => {
    const record = { topic: TOPIC, partition: 0, offset: '0', ...approvalRecord(0, poisoned) };
    await parking.park({
      messageId: 'm',
      process: 'unreadable',
      key: poisoned,
      reason: { code: 'MESSAGING.UNKNOWN_FACT', message: 'not yet known' },
      payload: { kind: 'fact', fact: parkedRecord(record) },
    });
    expect(await parking.retry('unreadable', poisoned, { accountId: 'op', reason: 'new release' })).toBe(1);
    expect(seen).toEqual(['release poisoned 0', 'remind poisoned 0']);
  });

  it("links its spans to the command's trace and is no child of it", async () => {
    const exporter = new InMemorySpanExporter();
    trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
    broker.append(TOPIC, [approvalRecord(0, poisoned)]);
    await until('both spans', () => exporter.getFinishedSpans().length === 2);
    trace.disable();
    for (const { name, links, parentSpanContext } of exporter.getFinishedSpans()) {
      expect(name).toBe(`process ${TOPIC}`);
      expect(links.map(({ context }) => context.traceId)).toEqual([metadata(0).traceparent?.split('-')[1]]);
      expect(parentSpanContext).toBeUndefined();
    }
  });

  it('refuses handlers that it could not retry by themselves, and types outside the catalogue', () => {
    const handler = async () => undefined;
    expect(() => server.addHandler(FACT.MilestoneApproved, handler, true, {})).toThrow(/names no process/);
    expect(() => server.addHandler(FACT.MilestoneApproved, handler, true, { process: 'release' })).toThrow(/by two handlers/);
    expect(() => server.addHandler('guildhall.contracts.nda-signed.v1', handler, true, { process: 'p' })).toThrow(
      /holds no fact/,
    );
  });
});
