import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import jspb from 'google-protobuf';
import durationPb from 'google-protobuf/google/protobuf/duration_pb.js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import timestampPb from 'google-protobuf/google/protobuf/timestamp_pb.js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import { encodeSuccess } from './batch-success.js';
import { readBatchChunk, type BatchChunk } from './batch-request.js';
import { RpcError } from './errors.js';
import { MalformedMessage } from './proto-input.js';
import { uuidToWire } from './wire.js';

const { Options, ProposedMessage } = streamsPb.BatchAppendReq;
const ID = 'f0e1d2c3-b4a5-4687-8978-695a4b3c2d1e';
const named = (name: string) => new sharedPb.StreamIdentifier().setStreamName(Buffer.from(name));
const read = (request: streamsPb.BatchAppendReq): BatchChunk => readBatchChunk(Buffer.from(request.serializeBinary()));
const withOptions = (change: (options: streamsPb.BatchAppendReq.Options) => void) => {
  const options = new Options().setStreamIdentifier(named('s')).setAny(new emptyPb.Empty());
  change(options);
  return read(new streamsPb.BatchAppendReq().setOptions(options));
};

const uuid = fc.uuid();
const bytes = fc.uint8Array({ maxLength: 300 });
const message = fc
  .record({
    id: uuid,
    form: fc.constantFrom('text' as const, 'structured' as const),
    type: fc.string({ minLength: 1 }),
    isJson: fc.boolean(),
    data: bytes,
    metadata: bytes,
  })
  .map(({ form, ...event }) => {
    const wire = new ProposedMessage().setId(uuidToWire(event.id, form)).setData(event.data).setCustomMetadata(event.metadata);
    wire
      .getMetadataMap()
      .set('type', event.type)
      .set('content-type', event.isJson ? 'application/json' : 'application/octet-stream');
    return { wire, event };
  });

describe('A chunk of a batch', () => {
  it('is read as the generated class wrote it', () => {
    fc.assert(
      fc.property(
        uuid,
        fc.string({ minLength: 1 }).filter((name) => name !== '$$'),
        fc.array(message, { maxLength: 5 }),
        fc.boolean(),
        (id, stream, messages, isFinal) => {
          const options = new Options().setStreamIdentifier(named(stream)).setStreamPosition('7');
          const chunk = read(
            new streamsPb.BatchAppendReq()
              .setCorrelationId(uuidToWire(id, 'structured'))
              .setOptions(options)
              .setProposedMessagesList(messages.map(({ wire }) => wire))
              .setIsFinal(isFinal),
          );
          expect([chunk.correlationId(), chunk.isFinal]).toEqual([id, isFinal]);
          expect(chunk.options()).toEqual({
            stream: Buffer.from(stream).toString(),
            expectation: { expected: 7, text: '7' },
            deadline: undefined,
          });
          const events = chunk.events.map((each) => each());
          expect(events.map((event) => ({ ...event, data: [...event.data], metadata: [...event.metadata] }))).toEqual(
            messages.map(({ event }) => ({
              ...event,
              type: Buffer.from(event.type).toString(),
              data: [...event.data],
              metadata: [...event.metadata],
            })),
          );
        },
      ),
    );
  });
  it.each([
    ['no_stream', (options: streamsPb.BatchAppendReq.Options) => options.setNoStream(new emptyPb.Empty()), '-1'],
    ['any', (options: streamsPb.BatchAppendReq.Options) => options.setAny(new emptyPb.Empty()), '-2'],
    ['stream_exists', (options: streamsPb.BatchAppendReq.Options) => options.setStreamExists(new emptyPb.Empty()), '-4'],
    [
      Number.MAX_SAFE_INTEGER,
      (options: streamsPb.BatchAppendReq.Options) => options.setStreamPosition('18446744073709551615'),
      '18446744073709551615',
    ],
  ])('may expect %s', (expected, change, text) => {
    expect(withOptions(change).options()?.expectation).toEqual({ expected, text });
  });
  it('may have a deadline, as a point in time or as a duration from now', () => {
    const at = new Date('2026-03-01T10:00:00.250Z');
    expect(withOptions((options) => void options.setDeadline(timestampPb.Timestamp.fromDate(at))).options()?.deadline).toBe(
      at.getTime(),
    );
    expect(withOptions(() => undefined).options()?.deadline).toBeUndefined();
    const [outer, inner] = [new jspb.BinaryWriter(), new jspb.BinaryWriter()];
    inner.writeBytes(1, named('s').serializeBinary());
    inner.writeBytes(4, new emptyPb.Empty().serializeBinary());
    inner.writeBytes(7, new durationPb.Duration().setSeconds(2).setNanos(500_000_000).serializeBinary());
    outer.writeBytes(2, inner.getResultBuffer());
    const left = (readBatchChunk(Buffer.from(outer.getResultBuffer())).options()?.deadline ?? 0) - Date.now();
    expect(left).toBeGreaterThan(1_500);
    expect(left).toBeLessThanOrEqual(2_500);
  });
  it('passes over fields that it does not know', () => {
    const writer = new jspb.BinaryWriter();
    writer.writeBool(4, true);
    writer.writeFixed32(12, 1);
    writer.writeFixed64(13, 1);
    writer.writeString(14, 'x');
    writer.writeUint64String(15, '18446744073709551615');
    expect(readBatchChunk(Buffer.from(writer.getResultBuffer())).isFinal).toBe(true);
  });
  it('tells what is missing when it is asked for it', () => {
    const chunk = read(
      new streamsPb.BatchAppendReq().setProposedMessagesList([new ProposedMessage().setId(uuidToWire(ID, 'text'))]),
    );
    expect(chunk.options()).toBeUndefined();
    expect(() => chunk.correlationId()).toThrow(RpcError);
    expect(() => chunk.events[0]?.()).toThrow(/needs the metadata 'type'/);
    expect(() => withOptions((options) => void options.setStreamIdentifier(named('$$'))).options()).toThrow(
      /cannot name a stream/,
    );
    expect(() => withOptions((options) => void options.clearAny()).options()).toThrow(/name no expected revision/);
  });
  it('is refused where it is cut off', () => {
    const whole = Buffer.from(new streamsPb.BatchAppendReq().setCorrelationId(uuidToWire(ID, 'text')).serializeBinary());
    expect(() => readBatchChunk(whole.subarray(0, 20))).toThrow(MalformedMessage);
    expect(() => readBatchChunk(Buffer.of(0x0a, 0xff))).toThrow(MalformedMessage);
    expect(() => readBatchChunk(Buffer.of(0x0b))).toThrow(MalformedMessage);
  });
});

describe('The answer to a stored append', () => {
  it.each([
    ['any', -1, undefined],
    ['no_stream', 0, 700],
    ['stream_exists', 300, 2 ** 45],
    [2 ** 40, 2 ** 40 + 1, 1],
  ] as const)('is read by the generated class: expected %s, at %d and %d', (expected, revision, position) => {
    const target = { correlationId: ID, stream: 'žlutý-契約', expectation: { expected, text: String(expected) } };
    const answer = streamsPb.BatchAppendResp.deserializeBinary(encodeSuccess(target, revision, position));
    expect(answer.getCorrelationId()?.getString()).toBe(ID);
    expect(Buffer.from(answer.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString()).toBe(target.stream);
    const success = answer.getSuccess();
    expect(success?.hasNoStream() ? -1 : Number(success?.getCurrentRevision())).toBe(revision);
    expect(success?.hasNoPosition() ? undefined : Number(success?.getPosition()?.getCommitPosition())).toBe(position);
    expect(success?.getPosition()?.getPreparePosition()).toBe(success?.getPosition()?.getCommitPosition());
    expect({
      any: answer.hasAny(),
      no_stream: answer.hasNoStream(),
      stream_exists: answer.hasStreamExists(),
      [2 ** 40]: answer.getStreamPosition() === String(2 ** 40),
    }).toMatchObject({ [expected]: true });
  });
});
