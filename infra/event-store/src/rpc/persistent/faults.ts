import grpc from '@grpc/grpc-js';
import { GroupExists, GroupFailed, GroupFull, GroupMissing } from '../../psub/group-errors.js';
import { RpcError, toRpcError } from '../errors.js';

const { status } = grpc;

type Named = Readonly<{ stream: string; group: string }>;

const trailers = (exception: string, { stream, group }: Named): Record<string, string> => ({
  exception,
  'stream-name': stream,
  'group-name': group,
});

/** What a group refuses as the client knows it. */
export function toGroupError(fault: unknown): RpcError {
  if (fault instanceof GroupMissing) {
    return new RpcError(status.NOT_FOUND, fault.message, trailers('persistent-subscription-does-not-exist', fault));
  }
  if (fault instanceof GroupExists) {
    return new RpcError(status.ALREADY_EXISTS, fault.message, trailers('persistent-subscription-exists', fault));
  }
  if (fault instanceof GroupFull) {
    return new RpcError(status.FAILED_PRECONDITION, fault.message, trailers('maximum-subscribers-reached', fault));
  }
  if (fault instanceof GroupFailed) {
    const { reason } = fault;
    return new RpcError(status.INTERNAL, fault.message, { ...trailers('persistent-subscription-failed', fault), reason });
  }
  return toRpcError(fault);
}

/** The group was changed, deleted or begun anew: a consumer has to connect again. */
export const dropped = (name: Named): RpcError =>
  new RpcError(
    status.CANCELLED,
    `The persistent subscription '${name.group}' on '${name.stream}' dropped its subscribers.`,
    trailers('persistent-subscription-dropped', name),
  );
