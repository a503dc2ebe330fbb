import type grpc from '@grpc/grpc-js';
import { admit, type Access, type Need } from '../access/access.js';
import { toRpcError } from './errors.js';

/** A unary handler that is entered only by a call whose need is granted; the need may depend on the request. */
export const withAccess =
  <Request, Response>(
    access: Access,
    needOf: (request: Request) => Need,
    handler: grpc.handleUnaryCall<Request, Response>,
  ): grpc.handleUnaryCall<Request, Response> =>
  (call, callback) => {
    Promise.resolve()
      .then(() => admit(access, call, needOf(call.request)))
      .then(
        () => handler(call, callback),
        (fault: unknown) => callback(toRpcError(fault)),
      );
  };
