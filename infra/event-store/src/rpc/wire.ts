import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import type streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import { TOMBSTONE_REVISION, type ProposedEvent } from '../log/record.js';
import { isUuid, uuidFromBytes, uuidToBytes } from '../log/uuid.js';
import { badRequest, missingMetadata } from './errors.js';

export type UuidForm = 'text' | 'structured';

/** 2^63-1, the revision of a tombstone on the wire. */
const WIRE_TOMBSTONE = '9223372036854775807';
const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** A 64-bit number of the wire as one of ours. Beyond 2^53 nothing exists, so the largest safe integer stands for all above. */
export function fromWire(text: string): number {
  const value = BigInt(text);
  return value < 0n || value > MAX_SAFE ? Number.MAX_SAFE_INTEGER : Number(value);
}

export const revisionToWire = (revision: number): string => (revision === TOMBSTONE_REVISION ? WIRE_TOMBSTONE : String(revision));

export function uuidFromWire(uuid: sharedPb.UUID | undefined): string {
  const structured = uuid?.getStructured();
  const text = structured ? fromBits(structured) : (uuid?.getString() ?? '');
  if (!isUuid(text)) throw badRequest(`'${text}' is not a UUID.`);
  return text.toLowerCase();
}

export function uuidToWire(uuid: string, form: UuidForm): sharedPb.UUID {
  if (form === 'text') return new sharedPb.UUID().setString(uuid);
  const bytes = Buffer.from(uuidToBytes(uuid));
  const structured = new sharedPb.UUID.Structured()
    .setMostSignificantBits(bytes.readBigInt64BE(0).toString())
    .setLeastSignificantBits(bytes.readBigInt64BE(8).toString());
  return new sharedPb.UUID().setStructured(structured);
}

function fromBits(structured: sharedPb.UUID.Structured): string {
  const bytes = Buffer.alloc(16);
  bytes.writeBigInt64BE(BigInt.asIntN(64, BigInt(structured.getMostSignificantBits())), 0);
  bytes.writeBigInt64BE(BigInt.asIntN(64, BigInt(structured.getLeastSignificantBits())), 8);
  return uuidFromBytes(bytes);
}

const decoder = new TextDecoder();

/** A stream's name (`checkedStreamName`). */
export const streamNameFromWire = (identifier: sharedPb.StreamIdentifier | undefined): string =>
  checkedStreamName(identifier ? decoder.decode(identifier.getStreamName_asU8()) : '');

/** Empty names and a bare `$$` name nothing: they fail with INVALID_ARGUMENT. */
export function checkedStreamName(name: string): string {
  if (name === '' || name === '$$') throw badRequest(`'${name}' cannot name a stream.`);
  return name;
}

export const streamNameToWire = (name: string): sharedPb.StreamIdentifier =>
  new sharedPb.StreamIdentifier().setStreamName(Buffer.from(name, 'utf8'));

export function proposedFromWire(message: streamsPb.AppendReq.ProposedMessage): ProposedEvent {
  const map = message.getMetadataMap();
  const [type, contentType] = [map.get('type'), map.get('content-type')];
  if (!type) throw missingMetadata('type');
  if (!contentType) throw missingMetadata('content-type');
  return {
    id: uuidFromWire(message.getId()),
    type,
    isJson: contentType === 'application/json',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}
