import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AuditedTopic, type Tampering } from './audited-topic.factory.js';
import { placeOf, storedPlace, type StoredPlace } from './audit-place.js';
import { RelayAudit } from './relay-audit.js';

const WHAT: readonly Tampering['what'][] = ['drop', 'delay', 'repeat', 'forge', 'forge ahead', 'scribble'];
const tampering = fc.record({ what: fc.constantFrom(...WHAT), at: fc.nat() });
const contracts = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 25 });
const phases = fc.array(fc.record({ contracts, tampering: fc.array(tampering, { maxLength: 4 }) }), {
  minLength: 1,
  maxLength: 4,
});
const limits = fc.record({ events: fc.integer({ min: 1, max: 30 }), ms: fc.constant(60_000), open: fc.constant(1_000) });

/** Goes on until log and topic were compared as far as they go; places are kept as JSON in between. */
const audited = async (audit: RelayAudit, from: StoredPlace, { limit }: { limit: Parameters<RelayAudit['stretch']>[1] }) => {
  const found = { holes: 0, orderViolations: 0, strangers: 0, repeats: 0 };
  for (let at = from; ;) {
    const stretch = await audit.stretch(placeOf(JSON.parse(JSON.stringify(at)) as StoredPlace), limit);
    for (const what of ['holes', 'orderViolations', 'strangers', 'repeats'] as const) found[what] += stretch.counts[what];
    at = storedPlace(stretch.at);
    if (stretch.done) return { found, at };
  }
};

describe('An audit of log and topic', () => {
  it('finds what a naive comparison finds, and no more, in stretches of any length', () =>
    fc.assert(
      fc.asyncProperty(phases, limits, async (told, limit) => {
        const topic = new AuditedTopic();
        for (const phase of told) await topic.tell(phase.contracts, phase.tampering);
        const audit = new RelayAudit(topic.sources);
        const { found } = await audited(audit, storedPlace(await audit.begin()), { limit });
        expect(found).toEqual(topic.naive());
      }),
      { numRuns: 150 },
    ));

  it('finds it once, however often it goes on while the relay tells more', () =>
    fc.assert(
      fc.asyncProperty(phases, limits, async (told, limit) => {
        const topic = new AuditedTopic();
        const audit = new RelayAudit(topic.sources);
        let at = storedPlace(await audit.begin());
        const sum = { holes: 0, orderViolations: 0, strangers: 0, repeats: 0 };
        for (const phase of told) {
          await topic.tell(phase.contracts, phase.tampering);
          const round = await audited(audit, at, { limit });
          at = round.at;
          for (const what of Object.keys(sum) as (keyof typeof sum)[]) sum[what] += round.found[what];
        }
        expect(sum).toEqual(topic.naive());
      }),
      { numRuns: 100 },
    ));
});
