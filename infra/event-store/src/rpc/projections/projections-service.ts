import grpc from '@grpc/grpc-js';
import projectionsGrpc, { type IProjectionsServer } from '@eventstore/db-client/generated/projections_grpc_pb.js';
import projectionsPb from '@eventstore/db-client/generated/projections_pb.js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import structPb from 'google-protobuf/google/protobuf/struct_pb.js';
import type { Access } from '../../access/access.js';
import type { ManagedProjection } from '../../projections/managed-projection.js';
import type { SystemProjections } from '../../projections/system-projections.js';
import type { OpenCalls } from '../calls.js';
import { RpcError, unimplemented } from '../errors.js';
import type { SupportedMethod } from '../features.js';
import { unimplementedService } from '../unimplemented.js';
import { answering, streaming } from './answering.js';
import { detailsMessage } from './details.js';

const USER_WRITTEN =
  'User-written projections are not served: this server derives the system projections itself and runs no JavaScript.';
const NOT_RUN = 'Projections do not run here: start the server with --run-projections System.';

const SERVICE = 'event_store.client.projections.projections';

/** What ServerFeatures lists of this service. */
export const PROJECTION_METHODS: readonly SupportedMethod[] = [
  { service: SERVICE, method: 'create', features: ['track_emitted_streams'] },
  ...['update', 'delete', 'statistics', 'disable', 'enable', 'reset', 'state', 'result', 'restartsubsystem'].map((method) => ({
    service: SERVICE,
    method,
  })),
];

type Named = Readonly<{ getName(): string }>;
type Requested<Options> = Readonly<{ getOptions(): Options | undefined }>;

/** Where the subsystem does not run every rpc is UNIMPLEMENTED, as on a real server without projections. */
export const noProjectionsService = (): grpc.UntypedServiceImplementation =>
  unimplementedService(projectionsGrpc.ProjectionsService, NOT_RUN);

/** The Projections service over the system projections; user-written ones cannot be created or updated. */
export function projectionsService(projections: SystemProjections, calls: OpenCalls, access: Access): IProjectionsServer {
  const gate = { access, calls };
  const find = (request: Requested<Named>, expected: string): ManagedProjection => {
    const found = projections.find(request.getOptions()?.getName() ?? '');
    if (!found) throw unexpected(expected, 'NotFound');
    return found;
  };
  return {
    create: answering(gate, refuseUserWritten),
    update: answering(gate, refuseUserWritten),
    delete: answering(gate, (request) => {
      find(request, 'Updated');
      throw unexpected('Updated', 'OperationFailed');
    }),
    statistics: streaming(gate, (request) => statisticsOf(projections, request.getOptions()).map(detailsMessage)),
    enable: answering(gate, async (request) => {
      await find(request, 'Updated').enable();
      return new projectionsPb.EnableResp();
    }),
    disable: answering(gate, async (request) => {
      const projection = find(request, 'Updated');
      await (request.getOptions()?.getWriteCheckpoint() ? projection.disable() : projection.abort());
      return new projectionsPb.DisableResp();
    }),
    reset: answering(gate, async (request) => {
      await find(request, 'Updated').reset();
      return new projectionsPb.ResetResp();
    }),
    state: answering(gate, (request) => {
      find(request, 'ProjectionState');
      return Promise.resolve(new projectionsPb.StateResp().setState(nothingKept()));
    }),
    result: answering(gate, (request) => {
      find(request, 'ProjectionResult');
      return Promise.resolve(new projectionsPb.ResultResp().setResult(nothingKept()));
    }),
    restartSubsystem: answering(gate, async () => {
      if (!(await projections.restart())) throw alreadyRestarting();
      return new sharedPb.Empty();
    }),
  };
}

function statisticsOf(projections: SystemProjections, options: projectionsPb.StatisticsReq.Options | undefined) {
  const { ModeCase } = projectionsPb.StatisticsReq.Options;
  const everyone = (): readonly ManagedProjection[] => projections.all;
  const one = (name: string): readonly ManagedProjection[] => {
    const found = projections.find(name);
    if (!found) throw unexpected('Statistics', 'NotFound');
    return [found];
  };
  const asked = (): readonly ManagedProjection[] => {
    switch (options?.getModeCase()) {
      case ModeCase.NAME:
        return options.getName() === '' ? everyone() : one(options.getName());
      case ModeCase.TRANSIENT:
      case ModeCase.ONE_TIME:
        return [];
      case ModeCase.ALL:
      case ModeCase.CONTINUOUS:
      case ModeCase.MODE_NOT_SET:
      case undefined:
        return everyone();
    }
  };
  return asked().map(({ statistics }) => statistics);
}

const refuseUserWritten = (): never => {
  throw unimplemented(USER_WRITTEN);
};

/** 23.10 answers a management call that does not go through as UNKNOWN, in these words, and clients read them. */
const unexpected = (expected: string, received: string): RpcError =>
  new RpcError(grpc.status.UNKNOWN, `Envelope callback expected ${expected}, received ${received} instead`);

const alreadyRestarting = (): RpcError =>
  new RpcError(
    grpc.status.FAILED_PRECONDITION,
    'Projection Subsystem cannot be restarted as it is in the wrong state: Restarting',
  );

/** System projections make links and keep no state; the original answers an empty object. */
const nothingKept = (): structPb.Value => new structPb.Value().setStructValue(new structPb.Struct());
