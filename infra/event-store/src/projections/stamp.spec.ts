import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '../log/record.js';
import { emittedEvent, placeJson, placeText, stampJson, stampOf } from './stamp.js';

const version = { id: 3, epoch: -1, version: 1 };
const cause = (metadata: string, isJson = true): StoredEvent => ({
  id: 'e5a1c1f2-0000-4000-8000-000000000001',
  stream: 'order-1',
  revision: 0,
  position: 1_234,
  created: 0,
  type: 'OrderPlaced',
  isJson,
  data: Buffer.from(''),
  metadata: Buffer.from(metadata),
});
const emission = { stream: '$ce-order', type: '$>', data: '0@order-1', extra: { $o: 'order-1' } } as const;
const metadataOf = (event: ReturnType<typeof emittedEvent>): unknown => JSON.parse(Buffer.from(event.metadata).toString());

describe('The stamp of an emitted event', () => {
  it('names projection, epoch, version, place and cause, in the order of the original', () =>
    expect(Buffer.from(emittedEvent(version, cause(''), emission).metadata).toString()).toBe(
      '{"$v":"3:-1:1:4","$c":1234,"$p":1234,"$o":"order-1","$causedBy":"e5a1c1f2-0000-4000-8000-000000000001"}',
    ));
  it('passes on the correlation of JSON events only', () => {
    const text = '{"$correlationId":"c1"}';
    expect(metadataOf(emittedEvent(version, cause(text), emission))).toMatchObject({ $correlationId: 'c1' });
    expect(metadataOf(emittedEvent(version, cause(text, false), emission))).not.toHaveProperty('$correlationId');
  });
  it('can be read back', () => {
    const read = (text: string) => stampOf(Buffer.from(text));
    expect(read(stampJson(version, 77))).toEqual({ ...version, place: 77 });
    expect(read(stampJson(version, 'beginning'))).toEqual({ ...version, place: 'beginning' });
    for (const foreign of ['', 'x', '[]', '{"$v":"3:-1:1:4"}', '{"$c":1,"$p":1}', '{"$v":1,"$c":1}'])
      expect(read(foreign)).toBeUndefined();
  });
  it('shows places as the original does', () => {
    expect([placeText('beginning'), placeText(5)]).toEqual(['C:0/P:-1', 'C:5/P:5']);
    expect([placeJson('beginning'), placeJson(5)]).toEqual(['{"$c":0,"$p":-1}', '{"$c":5,"$p":5}']);
  });
});

describe('The id of an emitted event', () => {
  it('is the same whenever the same work is repeated, and another in another epoch, place or stream', () => {
    const id = (epoch: number, position: number, stream: string, run = 1): string =>
      emittedEvent({ id: 3, epoch, version: run }, { ...cause(''), position }, { ...emission, stream }).id;
    expect(id(-1, 5, 'a', 1)).toBe(id(-1, 5, 'a', 9));
    const ids = [id(-1, 5, 'a'), id(2, 5, 'a'), id(-1, 6, 'a'), id(-1, 5, 'b')];
    expect(new Set(ids).size).toBe(4);
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
