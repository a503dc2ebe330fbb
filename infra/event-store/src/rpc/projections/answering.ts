import type grpc from '@grpc/grpc-js';
import { admit, type Access, type Need } from '../../access/access.js';
import { NotWritten } from '../../projections/state-streams.js';
import { fail, type OpenCalls } from '../calls.js';
import { closing, refused, toRpcError, type RpcError } from '../errors.js';

const NEED: Need = { kind: 'operation', operation: 'projections' };

/** What every call passes first. */
export type Gate = Readonly<{ access: Access; calls: OpenCalls }>;

/** A unary rpc of the Projections service; whoever may manage projections may call it. */
export const answering =
  <Request, Response>(gate: Gate, answer: (request: Request) => Promise<Response>): grpc.handleUnaryCall<Request, Response> =>
  (call, callback) => {
    enter(gate, call)
      .then(() => answer(call.request))
      .then(
        (response) => callback(null, response),
        (fault: unknown) => callback(toProjectionError(fault)),
      );
  };

/** A server-streaming rpc of the Projections service that answers at once what there is. */
export const streaming =
  <Request, Response>(
    gate: Gate,
    answers: (request: Request) => readonly Response[],
  ): grpc.handleServerStreamingCall<Request, Response> =>
  (call) => {
    enter(gate, call)
      .then(() => {
        for (const answer of answers(call.request)) call.write(answer);
        call.end();
      })
      .catch((fault: unknown) => fail(call, toProjectionError(fault)));
  };

async function enter({ access, calls }: Gate, call: Parameters<typeof admit>[1]): Promise<void> {
  if (calls.closing) throw closing();
  await admit(access, call, NEED);
}

const toProjectionError = (fault: unknown): RpcError =>
  fault instanceof NotWritten ? refused(fault.message) : toRpcError(fault);
