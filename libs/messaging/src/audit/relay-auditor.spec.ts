import { describe, expect, it } from '@jest/globals';
import { Fenced } from '@guildhall/event-sourcing';
import { MESSAGING_METRICS, type Meter } from '../observing/meter.js';
import { AuditedTopic } from './audited-topic.factory.js';
import { RelayAuditor, type RelayAuditorOptions } from './relay-auditor.js';

const counting = () => {
  const sums = new Map<string, number>();
  const meter: Meter = {
    add: (name, value) => sums.set(name, (sums.get(name) ?? 0) + value),
    set: () => undefined,
  };
  return { meter, of: (name: keyof typeof MESSAGING_METRICS) => sums.get(MESSAGING_METRICS[name].name) };
};
const auditorOf = (topic: AuditedTopic, more: Partial<RelayAuditorOptions> = {}): RelayAuditor =>
  new RelayAuditor({ ...topic.sources, told: () => topic.head, ...more });
const savedIn = async ({ store }: AuditedTopic): Promise<bigint | undefined> =>
  (await store.readLast('checkpoints.contracts.audit'))?.revision;

describe('The auditor of a relay', () => {
  it('counts each finding once, over its own restarts', async () => {
    const topic = new AuditedTopic();
    const { meter, of } = counting();
    await topic.tell([0, 0, 1], [{ what: 'drop', at: 0 }]);
    await auditorOf(topic, { meter }).round();
    await topic.tell([0, 0, 2], [{ what: 'delay', at: 0 }]);
    const again = auditorOf(topic, { meter });
    await again.round();
    await again.round();
    expect([of('auditHoles'), of('auditOrder'), of('auditStrangers')]).toEqual([1, 1, 0]);
  });

  it('writes nothing while nothing happens', async () => {
    const topic = new AuditedTopic();
    await topic.tell([0, 1]);
    const auditor = auditorOf(topic);
    await auditor.round();
    const saved = await savedIn(topic);
    await topic.published((topic.head ?? 0n) + 1n);
    await auditor.round();
    expect(saved).toBe(0n);
    expect(await savedIn(topic)).toBe(saved);
  });

  it('does not look while the relay finds out how the topic stands, nor beyond what it publishes again', async () => {
    const topic = new AuditedTopic();
    const { meter, of } = counting();
    const [first] = await topic.tell([0, 0, 1], [{ what: 'drop', at: 0 }, { what: 'drop', at: 0 }]); // prettier-ignore
    expect(await auditorOf(topic, { told: () => null }).round()).toBeNull();
    await auditorOf(topic, { told: () => first ?? null, meter }).round();
    expect(of('auditHoles')).toBe(1);
  });

  it('gives way to another one', async () => {
    const topic = new AuditedTopic();
    await topic.tell([0]);
    const [one, other] = [auditorOf(topic), auditorOf(topic)];
    await one.round();
    await other.round();
    await topic.tell([1]);
    await one.round();
    await expect(other.round()).rejects.toThrow(Fenced);
  });

  it('goes round by itself, shows its series before the first finding, and goes on after a fault', async () => {
    const topic = new AuditedTopic();
    const { meter, of } = counting();
    const { reader } = topic.sources;
    let fails = 2;
    const faulty: typeof reader = {
      bounds: (name) => ((fails -= 1) >= 0 ? Promise.reject(new Error('the broker is away')) : reader.bounds(name)),
      open: (...args) => reader.open(...args),
    };
    const auditor = auditorOf(topic, { reader: faulty, meter, everyMs: 1 });
    auditor.start();
    expect(of('auditHoles')).toBe(0);
    await topic.tell([0, 1], [{ what: 'drop', at: 0 }]);
    const deadline = Date.now() + 8_000;
    while (of('auditHoles') !== 1 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 2));
    await auditor.stop();
    expect(of('auditHoles')).toBe(1);
  });
});
