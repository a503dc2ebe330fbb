import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromEntry, toEntry, type GroupDefinition } from './definition.js';
import { rulesOf } from './group.factory.js';
import { STRATEGY_NAMES } from './strategies.js';

const count = fc.nat({ max: 2 ** 31 - 1 });
const filter = fc.record({
  on: fc.constantFrom('stream-name' as const, 'event-type' as const),
  match: fc.oneof(fc.record({ regex: fc.string() }), fc.record({ prefixes: fc.array(fc.string()) })),
  checkpointEvery: count,
});
const definitions: fc.Arbitrary<GroupDefinition> = fc.record({
  stream: fc.oneof(fc.constant('$all'), fc.string({ minLength: 1 })),
  group: fc.string({ minLength: 1 }),
  incarnation: fc.uuid(),
  origin: fc.oneof(fc.constant(-1), fc.maxSafeNat()),
  filter: fc.option(filter, { nil: undefined }),
  settings: fc.record({
    startFrom: fc.oneof(fc.constantFrom('start' as const, 'end' as const), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })),
    links: fc.constantFrom('follow' as const, 'as-is' as const),
    statistics: fc.constantFrom('plain' as const, 'extra' as const),
    strategy: fc.constantFrom(...STRATEGY_NAMES),
    messageTimeoutMs: count,
    maxRetryCount: count,
    checkPointAfterMs: count,
    minCheckPointCount: count,
    maxCheckPointCount: count,
    maxSubscriberCount: count,
    liveBufferSize: count,
    historyBufferSize: count,
    readBatchSize: count,
  }),
});

describe('The stored definition of a group', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(definitions, (definition) => {
        expect(fromEntry(JSON.parse(JSON.stringify(toEntry(definition))))).toEqual(definition);
      }),
    );
  });
  it('is not found in what this server did not write', () => {
    const entry = toEntry({
      stream: 's',
      group: 'g',
      incarnation: 'i',
      origin: 3,
      filter: { on: 'event-type', match: { regex: 'x' }, checkpointEvery: 32 },
      settings: { ...rulesOf(), startFrom: 'end', links: 'as-is', statistics: 'plain' },
    });
    expect(fromEntry(entry)).toBeDefined();
    for (const name of Object.keys(entry).filter((key) => !['resolveLinkTos', 'extraStatistics', 'filter'].includes(key))) {
      expect(fromEntry({ ...entry, [name]: undefined })).toBeUndefined();
    }
    expect(fromEntry({ ...entry, filter: { on: 'event-type', checkpointEvery: 32 } })).toBeUndefined();
    expect(fromEntry({ ...entry, namedConsumerStrategy: 'Unheard' })).toBeUndefined();
    expect([fromEntry(null), fromEntry([]), fromEntry('g')]).toEqual([undefined, undefined, undefined]);
  });
});
