import jspb from 'google-protobuf';
import durationPb from 'google-protobuf/google/protobuf/duration_pb.js';
import timestampPb from 'google-protobuf/google/protobuf/timestamp_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';

/** Fields of the protocol that the generated code of this client does not know. */
const OPTIONS_FIELD = 2;
const DEADLINE_DURATION_FIELD = 7;

/** Reads a BatchAppend chunk. A deadline sent as a duration becomes the point in time it means, counted from now. */
export function deserializeBatchAppend(bytes: Buffer): streamsPb.BatchAppendReq {
  const request = streamsPb.BatchAppendReq.deserializeBinary(bytes);
  const options = request.getOptions();
  if (!options || options.hasDeadline()) return request;
  const duration = fieldOf(fieldOf(bytes, OPTIONS_FIELD), DEADLINE_DURATION_FIELD);
  if (!duration) return request;
  const message = durationPb.Duration.deserializeBinary(duration);
  const milliseconds = message.getSeconds() * 1_000 + message.getNanos() / 1_000_000;
  options.setDeadline(timestampPb.Timestamp.fromDate(new Date(Date.now() + milliseconds)));
  return request;
}

function fieldOf(bytes: Uint8Array | undefined, number: number): Uint8Array | undefined {
  if (!bytes) return undefined;
  const reader = new jspb.BinaryReader(bytes);
  while (reader.nextField()) {
    if (reader.getFieldNumber() === number) return reader.readBytes();
    reader.skipField();
  }
  return undefined;
}
