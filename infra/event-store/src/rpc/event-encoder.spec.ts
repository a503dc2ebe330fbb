import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TOMBSTONE_REVISION, type StoredEvent } from '../log/record.js';
import { encodeEvent } from './event-encoder.js';
import { uuidFromWire, type UuidForm } from './wire.js';

const anyEvent: fc.Arbitrary<StoredEvent> = fc.record({
  id: fc.uuid(),
  type: fc.string({ unit: 'grapheme' }),
  isJson: fc.boolean(),
  data: fc.uint8Array({ maxLength: 300 }),
  metadata: fc.uint8Array({ maxLength: 300 }),
  position: fc.maxSafeNat(),
  stream: fc.string({ unit: 'grapheme', minLength: 1 }),
  revision: fc.oneof(fc.maxSafeNat(), fc.constant(TOMBSTONE_REVISION), fc.nat(200)),
  created: fc.integer({ min: 1, max: 4_000_000_000_000 }),
});
const anyForm = fc.constantFrom<UuidForm>('text', 'structured');
const decode = (bytes: Uint8Array) => streamsPb.ReadResp.deserializeBinary(bytes).getEvent();

function fields(message: streamsPb.ReadResp.ReadEvent.RecordedEvent | undefined) {
  return (
    message && {
      id: uuidFromWire(message.getId()),
      stream: Buffer.from(message.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8'),
      revision: message.getStreamRevision(),
      positions: [message.getPreparePosition(), message.getCommitPosition()],
      map: Object.fromEntries(message.getMetadataMap().toArray()),
      metadata: [...message.getCustomMetadata_asU8()],
      data: [...message.getData_asU8()],
    }
  );
}
const expected = (event: StoredEvent) => ({
  id: event.id,
  stream: Buffer.from(event.stream).toString('utf8'),
  revision: event.revision === TOMBSTONE_REVISION ? '9223372036854775807' : String(event.revision),
  positions: [String(event.position), String(event.position)],
  map: {
    type: Buffer.from(event.type).toString('utf8'),
    'content-type': event.isJson ? 'application/json' : 'application/octet-stream',
    created: String(BigInt(event.created) * 10_000n),
  },
  metadata: [...event.metadata],
  data: [...event.data],
});

describe('An encoded event', () => {
  it('is read by the generated class field by field', () => {
    fc.assert(
      fc.property(anyEvent, anyForm, (event, form) => {
        const message = decode(encodeEvent({ event }, form));
        expect(fields(message?.getEvent())).toEqual(expected(event));
        expect(message?.hasLink()).toBe(false);
        expect(message?.getCommitPosition()).toBe(String(event.position));
      }),
    );
  });
  it('carries both parts of a followed link, and the link alone where its target is gone', () => {
    fc.assert(
      fc.property(anyEvent, anyEvent, fc.boolean(), (target, link, found) => {
        const message = decode(encodeEvent(found ? { event: target, link } : { link }, 'text'));
        expect(fields(message?.getLink())).toEqual(expected(link));
        expect(fields(message?.getEvent())).toEqual(found ? expected(target) : undefined);
        expect(message?.getCommitPosition()).toBe(String(link.position));
      }),
    );
  });
});
