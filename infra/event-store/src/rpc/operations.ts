import type grpc from '@grpc/grpc-js';
import operationsGrpc from '@eventstore/db-client/generated/operations_grpc_pb.js';
import operationsPb from '@eventstore/db-client/generated/operations_pb.js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import type { Access, Need } from '../access/access.js';
import type { Scavenger } from '../maintenance/scavenger.js';
import { badRequest, scavengeNotFound } from './errors.js';
import { unimplementedService } from './unimplemented.js';
import { withAccess } from './with-access.js';

const { ScavengeResult } = operationsPb.ScavengeResp;
const NODE: Need = { kind: 'operation', operation: 'node' };

export type OperationsOptions = Readonly<{
  access: Access;
  scavenger: Scavenger;
  /** Ends the server; begun once the caller has its answer. */
  shutDown: () => void;
}>;

/** The Operations service: scavenging and shutdown. What a single node has no use for is UNIMPLEMENTED. */
export function operationsHandlers({ access, scavenger, shutDown }: OperationsOptions): grpc.UntypedServiceImplementation {
  const node = <Request, Response>(handler: grpc.handleUnaryCall<Request, Response>): grpc.handleUnaryCall<Request, Response> =>
    withAccess(access, () => NODE, handler);
  return {
    ...unimplementedService(
      operationsGrpc.OperationsService,
      'This server is a single node of one file: it scavenges and shuts down, nothing else.',
    ),
    startScavenge: node(startScavenge(scavenger)),
    stopScavenge: node(stopScavenge(scavenger)),
    shutdown: node<sharedPb.Empty, sharedPb.Empty>((_call, callback) => {
      callback(null, new sharedPb.Empty());
      setImmediate(shutDown);
    }),
  };
}

/** Threads and first chunk mean nothing here, but are checked as the real server checks them. */
const startScavenge =
  (scavenger: Scavenger): grpc.handleUnaryCall<operationsPb.StartScavengeReq, operationsPb.ScavengeResp> =>
  ({ request }, callback) => {
    const options = request.getOptions();
    if (options && options.getThreadCount() < 0) return callback(badRequest('A scavenge needs at least one thread.'));
    if (options && options.getStartFromChunk() < 0) return callback(badRequest('A scavenge starts from chunk 0 or a later one.'));
    const { id, kind } = scavenger.start();
    callback(null, answer(id, kind === 'started' ? ScavengeResult.STARTED : ScavengeResult.INPROGRESS));
  };

const stopScavenge =
  (scavenger: Scavenger): grpc.handleUnaryCall<operationsPb.StopScavengeReq, operationsPb.ScavengeResp> =>
  ({ request }, callback) => {
    const id = request.getOptions()?.getScavengeId() ?? '';
    if (scavenger.stop(id) === 'not-found') return callback(scavengeNotFound(id));
    callback(null, answer(id, ScavengeResult.STOPPED));
  };

const answer = (id: string, result: operationsPb.ScavengeResp.ScavengeResult): operationsPb.ScavengeResp =>
  new operationsPb.ScavengeResp().setScavengeId(id).setScavengeResult(result);
