import type grpc from '@grpc/grpc-js';
import persistentPb from '@eventstore/db-client/generated/persistent_pb.js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import { admit, type Access } from '../../access/access.js';
import { GroupMissing } from '../../psub/group-errors.js';
import { ALL } from '../../psub/names.js';
import type { GroupInfo } from '../../psub/info.js';
import type { PersistentSubscriptions } from '../../psub/persistent-subscriptions.js';
import type { OpenCalls } from '../calls.js';
import { badRequest, closing } from '../errors.js';
import { fromWire, streamNameFromWire } from '../wire.js';
import { toGroupError } from './faults.js';
import { infoToWire } from './info-to-wire.js';
import { wantedOf } from './settings-from-wire.js';
import { groupOf } from './target.js';

export type Served = Readonly<{ subscriptions: PersistentSubscriptions; access: Access; calls: OpenCalls }>;

/** The name under which changes by nobody in particular are noted: insecure mode, or anonymous access. */
export const ANONYMOUS = 'anonymous';

const MANAGEMENT = { kind: 'operation', operation: 'persistent-subscriptions' } as const;

/** A management call: for `$admins` and `$ops`. `act` gets the request and the user's name. */
const managed =
  <Request, Response>(
    { access, calls }: Served,
    act: (request: Request, by: string) => Response | Promise<Response>,
  ): grpc.handleUnaryCall<Request, Response> =>
  (call, callback) => {
    const answer = async (): Promise<Response> => {
      const user = await admit(access, call, MANAGEMENT);
      if (calls.closing) throw closing();
      return act(call.request, user?.name ?? ANONYMOUS);
    };
    answer().then(
      (response) => callback(null, response),
      (fault: unknown) => callback(toGroupError(fault)),
    );
  };

export const createHandler = (served: Served): grpc.handleUnaryCall<persistentPb.CreateReq, persistentPb.CreateResp> =>
  managed(served, async (request, by) => {
    const { name, settings, filter } = wantedOf(request.getOptions());
    await served.subscriptions.create(name, settings, filter, by);
    return new persistentPb.CreateResp();
  });

export const updateHandler = (served: Served): grpc.handleUnaryCall<persistentPb.UpdateReq, persistentPb.UpdateResp> =>
  managed(served, async (request, by) => {
    const { name, settings } = wantedOf(request.getOptions());
    await served.subscriptions.update(name, settings, by);
    return new persistentPb.UpdateResp();
  });

export const deleteHandler = (served: Served): grpc.handleUnaryCall<persistentPb.DeleteReq, persistentPb.DeleteResp> =>
  managed(served, async (request, by) => {
    await served.subscriptions.delete(groupOf(request.getOptions()), by);
    return new persistentPb.DeleteResp();
  });

export const infoHandler = (served: Served): grpc.handleUnaryCall<persistentPb.GetInfoReq, persistentPb.GetInfoResp> =>
  managed(served, (request) => {
    const info = served.subscriptions.info(groupOf(request.getOptions()));
    return new persistentPb.GetInfoResp().setSubscriptionInfo(infoToWire(info));
  });

export const listHandler = (served: Served): grpc.handleUnaryCall<persistentPb.ListReq, persistentPb.ListResp> =>
  managed(served, (request) =>
    new persistentPb.ListResp().setSubscriptionsList(listed(served.subscriptions, request.getOptions()).map(infoToWire)),
  );

export const replayParkedHandler = (
  served: Served,
): grpc.handleUnaryCall<persistentPb.ReplayParkedReq, persistentPb.ReplayParkedResp> =>
  managed(served, (request) => {
    const options = request.getOptions();
    const name = groupOf(options);
    const stopAt = options?.hasStopAt() ? options.getStopAt() : undefined;
    if (stopAt?.startsWith('-')) throw badRequest('A replay cannot stop below zero.');
    served.subscriptions.replayParked(name, stopAt === undefined ? undefined : fromWire(stopAt));
    return new persistentPb.ReplayParkedResp();
  });

export const restartHandler = (served: Served): grpc.handleUnaryCall<sharedPb.Empty, sharedPb.Empty> =>
  managed(served, async () => {
    await served.subscriptions.restart();
    return new sharedPb.Empty();
  });

function listed(subscriptions: PersistentSubscriptions, options: persistentPb.ListReq.Options | undefined): readonly GroupInfo[] {
  const only = options?.getListForStream();
  if (!only) return subscriptions.infos();
  const stream = only.hasAll() ? ALL : streamNameFromWire(only.getStream());
  const infos = subscriptions.infos(stream);
  // A source without any group is one that is not found (23.10).
  if (infos.length === 0) throw new GroupMissing(stream, '');
  return infos;
}
