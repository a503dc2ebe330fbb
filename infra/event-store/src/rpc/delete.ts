import type grpc from '@grpc/grpc-js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import { admit } from '../access/access.js';
import type { Outcome } from '../log/commands.js';
import {
  badRequest,
  closing,
  deadlinePassed,
  overdue,
  refused,
  streamDeleted,
  toRpcError,
  wrongExpectedVersion,
} from './errors.js';
import { expectationOf } from './expectation.js';
import type { StreamsServed } from './streams-served.js';
import { streamNameFromWire } from './wire.js';

type Options = streamsPb.DeleteReq.Options | streamsPb.TombstoneReq.Options;

/** Streams.Delete: hides the stream's events; it can be appended to again. */
export const deleteHandler =
  (served: StreamsServed): grpc.handleUnaryCall<streamsPb.DeleteReq, streamsPb.DeleteResp> =>
  (call, callback) => {
    remove(served, call, 'delete', call.request.getOptions()).then(
      (position) => {
        const message = new streamsPb.DeleteResp.Position().setCommitPosition(position).setPreparePosition(position);
        callback(null, new streamsPb.DeleteResp().setPosition(message));
      },
      (fault: unknown) => callback(toRpcError(fault)),
    );
  };

/** Streams.Tombstone: the stream's name is dead for good. */
export const tombstoneHandler =
  (served: StreamsServed): grpc.handleUnaryCall<streamsPb.TombstoneReq, streamsPb.TombstoneResp> =>
  (call, callback) => {
    remove(served, call, 'tombstone', call.request.getOptions()).then(
      (position) => {
        const message = new streamsPb.TombstoneResp.Position().setCommitPosition(position).setPreparePosition(position);
        callback(null, new streamsPb.TombstoneResp().setPosition(message));
      },
      (fault: unknown) => callback(toRpcError(fault)),
    );
  };

async function remove(
  { log, calls, access }: StreamsServed,
  { metadata }: Readonly<{ metadata: grpc.Metadata }>,
  kind: 'delete' | 'tombstone',
  options: Options | undefined,
): Promise<string> {
  if (calls.closing) throw closing();
  if (!options) throw badRequest('Deleting a stream needs options.');
  const stream = streamNameFromWire(options.getStreamIdentifier());
  const { expected, text } = expectationOf(options, options.hasRevision() ? options.getRevision() : undefined);
  await admit(access, { metadata }, { kind: 'stream', stream, right: 'delete' });
  if (calls.closing) throw closing();
  return positionOf(stream, text, await log.execute({ kind, stream, expected }));
}

function positionOf(stream: string, expected: string, outcome: Outcome): string {
  switch (outcome.kind) {
    case 'written':
      return String(outcome.position);
    case 'wrong-version':
      throw wrongExpectedVersion(stream, expected, outcome.actual);
    case 'stream-deleted':
      throw streamDeleted(stream);
    case 'timed-out':
      throw deadlinePassed();
    case 'overdue':
      throw overdue(outcome.timeout);
    case 'refused':
      throw refused(outcome.reason);
    case 'nothing':
      throw new Error('A deletion always carries an event.');
  }
}
