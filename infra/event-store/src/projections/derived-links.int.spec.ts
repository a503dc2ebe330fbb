import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { derivedIn, expectedFrom } from '../conformance/derived-links.js';
import { openLog } from '../conformance/log-fixture.js';
import { append, proposed, setMetadata, settled } from '../conformance/projections-fixture.js';
import type { Log } from '../log/log.js';
import { SystemProjections } from './system-projections.js';

jest.setTimeout(120_000);

const STREAMS = ['order-1', 'order-2', 'basket-1', 'plain', '$own-1'];
const TYPES = ['Placed', 'Paid'];
const NAMES = ['$streams', '$stream_by_category', '$by_category', '$by_event_type', '$by_correlation_id'];

type Step =
  | Readonly<{ kind: 'append'; stream: string; type: string; count: number; correlation: string }>
  | Readonly<{ kind: 'link' | 'limit' | 'delete' | 'tombstone'; stream: string }>
  | Readonly<{ kind: 'enable' | 'disable' | 'abort' | 'reset'; name: string }>
  | Readonly<{ kind: 'restart' }>;

const streamOf = fc.constantFrom(...STREAMS);
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: appendStep() },
    { weight: 2, arbitrary: onStream('link', 'limit', 'delete') },
    { weight: 1, arbitrary: onStream('tombstone') },
    { weight: 4, arbitrary: onProjection() },
    { weight: 1, arbitrary: fc.constant<Step>({ kind: 'restart' }) },
  ),
  { maxLength: 40 },
);
function appendStep(): fc.Arbitrary<Step> {
  const type = fc.constantFrom(...TYPES);
  const correlation = fc.constantFrom('', 'c1', 'c2');
  return fc.record({ kind: fc.constant('append'), stream: streamOf, type, count: fc.integer({ min: 1, max: 300 }), correlation });
}
function onStream(...kinds: ('link' | 'limit' | 'delete' | 'tombstone')[]): fc.Arbitrary<Step> {
  return fc.record({ kind: fc.constantFrom(...kinds), stream: streamOf });
}
function onProjection(): fc.Arbitrary<Step> {
  const kind = fc.constantFrom('enable', 'disable', 'abort', 'reset');
  return fc.record({ kind, name: fc.constantFrom(...NAMES) });
}

async function carryOut(log: Log, projections: SystemProjections, step: Step): Promise<void> {
  switch (step.kind) {
    case 'append': {
      const metadata = step.correlation && JSON.stringify({ $correlationId: step.correlation });
      await append(log, step.stream, ...Array.from({ length: step.count }, () => proposed(step.type, metadata)));
      return;
    }
    case 'link':
      await append(log, step.stream, proposed('$>', '{"$correlationId":"c1"}', '0@order-1'));
      return;
    case 'limit':
      await setMetadata(log, step.stream, '{"$maxCount":2}');
      return;
    case 'delete':
    case 'tombstone':
      await log.execute({ kind: step.kind, stream: step.stream, expected: 'any' });
      return;
    case 'restart':
      await projections.restart();
      return;
    case 'enable':
    case 'disable':
    case 'abort':
    case 'reset':
      await projections.find(step.name)?.[step.kind]();
  }
}

describe('Whatever happens to the log and to its projections', () => {
  it('each emits every link and reference exactly once, in the order of the log', () =>
    fc.assert(
      fc.asyncProperty(steps, async (chosen) => {
        const log = openLog(':memory:');
        const projections = new SystemProjections(log, { run: 'System', startStandard: false });
        await projections.start();
        for (const step of chosen) await carryOut(log, projections, step);
        for (const name of NAMES) await projections.find(name)?.enable();
        await settled(projections);
        await projections.stop();
        expect(derivedIn(log)).toEqual(expectedFrom(log));
        log.close();
      }),
      { numRuns: 30 },
    ));
});
