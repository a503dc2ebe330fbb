import { describe, expect, it } from '@jest/globals';
import { beginStoreEpoch } from '@guildhall/event-sourcing';
import { AuditedTopic, TOPIC, type Tampering } from './audited-topic.factory.js';
import type { AuditPlace } from './audit-place.js';
import { RelayAudit } from './relay-audit.js';

const LIMITS = { events: 1_000, ms: 60_000, open: 1_000 };
const CLEAN = { holes: 0, orderViolations: 0, strangers: 0, repeats: 0, otherEpochs: 0 };

const restored = (store: AuditedTopic['store']): Promise<number> =>
  beginStoreEpoch(store, {
    actor: { kind: 'system', id: 'test:restore' },
    reason: 'drill',
    restoredUpTo: 1n,
    backedUpAt: '2026-03-15T10:00:00.000Z',
    at: '2026-03-15T11:00:00.000Z',
  });

const auditOf = async (topic: AuditedTopic, place?: AuditPlace) => {
  const audit = new RelayAudit(topic.sources);
  return audit.stretch(place ?? (await audit.begin()), LIMITS);
};

describe('The audit of a relay', () => {
  it('finds nothing where there is nothing', async () => {
    expect(await auditOf(new AuditedTopic())).toMatchObject({ done: true, counts: { ...CLEAN, facts: 0, records: 0 } });
  });

  it('finds nothing where every fact was told', async () => {
    const topic = new AuditedTopic();
    await topic.tell([0, 1, 2, 0, 1, 0]);
    const { counts, findings } = await auditOf(topic);
    expect({ counts, findings }).toEqual({ counts: { ...CLEAN, facts: 6, records: 6 }, findings: [] });
  });

  it.each([
    ['a hole', { what: 'drop', at: 1 }, { kind: 'hole', offset: null }],
    ['a fact behind a later one of its key', { what: 'delay', at: 0 }, { kind: 'order' }],
    ['a record that claims to be another fact', { what: 'forge', at: 0 }, { kind: 'stranger', eventId: 'forged-1' }],
    ['a record that claims to lie ahead', { what: 'forge ahead', at: 0 }, { kind: 'stranger', eventId: 'forged-1' }],
    ['a record that is no fact at all', { what: 'scribble', at: 2 }, { kind: 'stranger', eventId: null }],
  ] satisfies [string, Tampering, object][])('names %s', async (_what, tampering, finding) => {
    const topic = new AuditedTopic();
    await topic.tell([0, 0, 0], [tampering]);
    expect((await auditOf(topic)).findings).toEqual([expect.objectContaining(finding)]);
  });

  it('leaves out what the relay has not told yet, and does not call it strange when it just did', async () => {
    const topic = new AuditedTopic();
    await topic.tell([0, 1]);
    await topic.append(2);
    const first = await auditOf(topic);
    expect(first.counts).toEqual({ ...CLEAN, facts: 2, records: 2 });
    const told = new AuditedTopic();
    const [, second, third] = await told.tell([0, 1, 2]);
    await told.published(second ?? null);
    const ahead = await auditOf(told);
    expect(ahead.counts).toMatchObject({ ...CLEAN, facts: 2 });
    await told.published(third ?? null);
    expect((await auditOf(told, ahead.at)).counts).toMatchObject({ ...CLEAN, facts: 1, records: 0 });
  });

  it('begins anew where records were deleted behind it', async () => {
    const topic = new AuditedTopic();
    await topic.tell([0, 0, 0, 0]);
    const { at, counts } = await auditOf(topic);
    expect(counts).toMatchObject(CLEAN);
    const partition = [0, 1, 2].find((one) => topic.broker.read(TOPIC, one).length > 0) ?? 0;
    topic.broker.deleteRecords(TOPIC, partition, 3);
    const again = await auditOf(topic, at);
    expect(again.counts).toMatchObject({ ...CLEAN, holes: 3 });
    expect((await auditOf(topic, again.at)).counts).toMatchObject(CLEAN);
  });

  it('begins anew in another epoch of the store, and compares no positions across', async () => {
    const topic = new AuditedTopic();
    await topic.tell([0, 1]);
    const { at } = await auditOf(topic);
    const epoch = await restored(topic.store);
    const before = await auditOf(topic, at);
    expect(before.counts).toMatchObject({ facts: 0, otherEpochs: 2, strangers: 0 });
    await topic.tell([2], [], epoch);
    expect((await auditOf(topic, before.at)).counts).toMatchObject({ ...CLEAN, holes: 2, facts: 3 });
  });

  it('judges only what comes after the position that it is given', async () => {
    const topic = new AuditedTopic();
    await topic.tell([0, 0, 1], [{ what: 'drop', at: 0 }]);
    const from = (await topic.append(2)).position;
    await topic.tell([0, 2], [{ what: 'drop', at: 0 }]);
    const audit = new RelayAudit(topic.sources);
    expect((await audit.stretch(await audit.begin(from), LIMITS)).counts).toMatchObject({ ...CLEAN, holes: 1, facts: 2 });
  });

  it('keeps no more missing facts in mind than it may', async () => {
    const topic = new AuditedTopic();
    await topic.tell([0, 1, 2, 3, 4]);
    topic.broker.loseTopic(TOPIC);
    const audit = new RelayAudit(topic.sources);
    const { at, counts, done } = await audit.stretch(await audit.begin(), { events: 4, ms: 60_000, open: 1 });
    expect({ done, open: at.open.length, holes: counts.holes }).toEqual({ done: false, open: 1, holes: 3 });
  });
});
