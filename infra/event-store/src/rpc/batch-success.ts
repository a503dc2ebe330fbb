import type { Expectation } from './expectation.js';
import { fieldLength, ProtoOutput, varintLength } from './proto-output.js';

/** What an answer repeats of its append. */
export type BatchTarget = Readonly<{ correlationId: string; stream: string; expectation: Expectation }>;

/**
 * Encodes the answer to an append that is stored: its last revision (-1: no stream) and position, if any, and what it repeats of the
 * append. Straight into bytes, because appends wait for it; field numbers are those of `event_store.client.streams.BatchAppendResp`,
 * its spec decodes every answer with the generated class.
 */
export function encodeSuccess(
  { correlationId, stream, expectation }: BatchTarget,
  revision: number,
  position: number | undefined,
): Buffer {
  const nameLength = Buffer.byteLength(stream);
  const positionLength = position === undefined ? 0 : 2 * (1 + varintLength(position));
  const success = (revision < 0 ? 2 : 1 + varintLength(revision)) + fieldLength(positionLength);
  const { expected } = expectation;
  const length =
    fieldLength(fieldLength(correlationId.length)) +
    fieldLength(success) +
    fieldLength(fieldLength(nameLength)) +
    (typeof expected === 'number' ? 1 + varintLength(expected) : 2);
  const out = new ProtoOutput(length);
  out.header(1, fieldLength(correlationId.length)).header(2, correlationId.length).text(correlationId, correlationId.length);
  out.header(3, success);
  if (revision < 0) out.header(2, 0);
  else out.number(1, revision);
  if (position === undefined) out.header(4, 0);
  else out.header(3, positionLength).number(1, position).number(2, position);
  out.header(4, fieldLength(nameLength)).header(3, nameLength).text(stream, nameLength);
  if (typeof expected === 'number') out.number(5, expected);
  else out.header(FIELD_OF[expected], 0);
  return out.bytes;
}

const FIELD_OF = { no_stream: 6, any: 7, stream_exists: 8 } as const;
