import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { allOf, openLog } from '../conformance/log-fixture.js';
import { append, linksIn, proposed, setMetadata, settled } from '../conformance/projections-fixture.js';
import type { Log } from '../log/log.js';
import type { StoredEvent } from '../log/record.js';
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

/** What the log should have led to: every target with the data of its events, told independently of the server's rules. */
function expected(events: readonly StoredEvent[]): Map<string, string[]> {
  const targets = new Map<string, string[]>();
  const put = (stream: string, data: string): void => void targets.set(stream, [...(targets.get(stream) ?? []), data]);
  for (const { stream, revision, type, data, metadata } of events) {
    const [, dollars = '', subject = ''] = /^(\$*)(.*)$/.exec(stream) ?? [];
    if (dollars !== '' && dollars !== '$$') continue;
    const text = Buffer.from(data).toString();
    const at = revision === Number.MAX_SAFE_INTEGER ? '9223372036854775807' : String(revision);
    const isLink = type === '$>';
    const gone = type === '$streamDeleted' || text.includes('9223372036854775807');
    const category = subject.includes('-') ? subject.split('-')[0] : undefined;
    if (revision === 0) put('$streams', `0@${stream}`);
    if (revision === 0 && dollars === '' && category) put(`$category-${category}`, stream);
    if (category && (dollars === '' || gone)) put(`$ce-${category}`, isLink ? text : `${at}@${stream}`);
    if (!isLink) put(gone ? '$et-$deleted' : `$et-${type}`, `${at}@${subject}`);
    const correlation = /"\$correlationId":"(\w+)"/.exec(Buffer.from(metadata).toString())?.[1];
    if (correlation) put(`$bc-${correlation}`, isLink ? text : `${at}@${stream}`);
  }
  return targets;
}

const isTarget = (stream: string): boolean => /^\$(ce-|et-|bc-|category-|streams$)/.test(stream);

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
        const events = allOf(log);
        const targets = new Set(events.map(({ stream }) => stream).filter(isTarget));
        const derived = new Map([...targets].map((stream) => [stream, linksIn(log, stream)]));
        expect(derived).toEqual(expected(events));
        log.close();
      }),
      { numRuns: 30 },
    ));
});
