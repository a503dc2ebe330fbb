import { describe, expect, it } from '@jest/globals';
import { TOMBSTONE_REVISION } from '../../log/record.js';
import { FIRST_DASH, type CategoryRule } from './category.js';
import { isSource, type Emission, type SourceEvent } from './emission.js';
import { standardProjections } from './standard-projections.js';

const event = (
  others: Partial<Record<'stream' | 'type' | 'data' | 'metadata', string>> & { revision?: number },
): SourceEvent => ({
  stream: others.stream ?? 'order-1',
  revision: others.revision ?? 3,
  type: others.type ?? 'OrderPlaced',
  id: 'e5a1c1f2-0000-4000-8000-000000000001',
  created: Date.UTC(2026, 0, 2, 3, 4, 5, 67),
  data: Buffer.from(others.data ?? '{}'),
  metadata: Buffer.from(others.metadata ?? ''),
});
const emitted = (name: string, source: SourceEvent, rule: CategoryRule = FIRST_DASH): Emission | undefined =>
  standardProjections(rule)
    .find((projection) => projection.name === name)
    ?.emit(source);
const softDeletion = event({ stream: '$$order-1', type: '$metadata', data: '{"$tb":9223372036854775807}' });
const metadata = event({ stream: '$$order-1', type: '$metadata', data: '{"$maxCount":5}' });
const tombstone = event({ type: '$streamDeleted', revision: TOMBSTONE_REVISION, data: '' });
const link = event({ stream: 'basket-1', type: '$>', data: '7@order-1' });

describe('The source of the system projections', () => {
  it.each([
    ['order-1', true],
    ['$$order-1', true],
    ['$ce-order', false],
    ['$$$ce-order', false],
    ['$projections-$all', false],
  ])('is asked about %s: %s', (stream, expected) => expect(isSource({ stream })).toBe(expected));
});

describe('$by_category', () => {
  it('links every event of a category', () =>
    expect(emitted('$by_category', event({}))).toEqual({
      stream: '$ce-order',
      type: '$>',
      data: '3@order-1',
      extra: { $o: 'order-1' },
    }));
  it('passes on what a link points at', () =>
    expect(emitted('$by_category', link)).toMatchObject({ stream: '$ce-basket', data: '7@order-1', extra: { $o: 'basket-1' } }));
  it('links deletions with their mark', () => {
    expect(emitted('$by_category', softDeletion)).toEqual({
      stream: '$ce-order',
      type: '$>',
      data: '3@$$order-1',
      extra: { $o: 'order-1', $deleted: -1 },
    });
    expect(emitted('$by_category', tombstone)).toMatchObject({ data: '9223372036854775807@order-1', extra: { $deleted: -1 } });
  });
  it('leaves out other metadata and streams without a category', () => {
    expect(emitted('$by_category', metadata)).toBeUndefined();
    expect(emitted('$by_category', event({ stream: 'order' }))).toBeUndefined();
    expect(emitted('$by_category', event({ stream: '-order' }))).toBeUndefined();
  });
  it.each<[CategoryRule, string]>([
    [FIRST_DASH, '$ce-a'],
    [{ cut: 'last', separator: '-' }, '$ce-a-b'],
    [{ cut: 'first', separator: '.' }, '$ce-a-b-c'],
  ])('cuts the name by its rule %j', (rule, stream) =>
    expect(emitted('$by_category', event({ stream: 'a-b-c.d' }), rule)?.stream).toBe(stream),
  );
});

describe('$by_event_type', () => {
  it('links every event of a type', () =>
    expect(emitted('$by_event_type', event({}))).toEqual({ stream: '$et-OrderPlaced', type: '$>', data: '3@order-1' }));
  it('links deletions under a type of their own', () => {
    expect(emitted('$by_event_type', softDeletion)).toMatchObject({
      stream: '$et-$deleted',
      data: '3@order-1',
      extra: { $deleted: -1 },
    });
    expect(emitted('$by_event_type', tombstone)).toMatchObject({ stream: '$et-$deleted', data: '9223372036854775807@order-1' });
  });
  it('names the stream, not its metadata stream, in links to metadata', () =>
    expect(emitted('$by_event_type', metadata)).toMatchObject({ stream: '$et-$metadata', data: '3@order-1' }));
});

describe('$by_correlation_id', () => {
  const correlated = (source: object): SourceEvent => event({ ...source, metadata: '{"$correlationId":"c1","more":[1]}' });

  it('links every event that carries one', () =>
    expect(emitted('$by_correlation_id', correlated({}))).toEqual({
      stream: '$bc-c1',
      type: '$>',
      data: '3@order-1',
      extra: { $eventTimestamp: '2026-01-02T03:04:05.067000Z' },
    }));
  it('tells about the link through which it found one', () =>
    expect(emitted('$by_correlation_id', correlated({ type: '$>', data: '7@order-1' }))).toMatchObject({
      data: '7@order-1',
      extra: { $link: { eventId: event({}).id, metadata: { $correlationId: 'c1', more: [1] } } },
    }));
  it.each(['', 'no json $correlationId', '"$correlationId"', '{"$correlationId":null}', '{"$correlationId":{}}', '{}'])(
    'finds none in %j',
    (text) => expect(emitted('$by_correlation_id', event({ metadata: text }))).toBeUndefined(),
  );
});

describe('The projections of streams', () => {
  it('link and name a stream by its first event', () => {
    expect(emitted('$streams', event({ revision: 0 }))).toEqual({ stream: '$streams', type: '$>', data: '0@order-1' });
    expect(emitted('$stream_by_category', event({ revision: 0 }))).toEqual({
      stream: '$category-order',
      type: '$@',
      data: 'order-1',
    });
  });
  it('look at no later event', () => {
    expect(emitted('$streams', event({}))).toBeUndefined();
    expect(emitted('$stream_by_category', event({}))).toBeUndefined();
  });
  it('name metadata streams among streams, but in no category', () => {
    expect(emitted('$streams', { ...metadata, revision: 0 })?.data).toBe('0@$$order-1');
    expect(emitted('$stream_by_category', { ...metadata, revision: 0 })).toBeUndefined();
  });
});
