import grpc from '@grpc/grpc-js';
import featuresGrpc from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import gossipGrpc from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import monitoringGrpc from '@eventstore/db-client/generated/monitoring_grpc_pb.js';
import operationsGrpc from '@eventstore/db-client/generated/operations_grpc_pb.js';
import projectionsGrpc from '@eventstore/db-client/generated/projections_grpc_pb.js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import usersGrpc from '@eventstore/db-client/generated/users_grpc_pb.js';
import type { Scavenger } from '../maintenance/scavenger.js';
import type { SystemProjections } from '../projections/system-projections.js';
import type { PersistentSubscriptions } from '../psub/persistent-subscriptions.js';
import { metered } from '../stats/metered.js';
import { appendHandler } from './append.js';
import { batchAppendHandler } from './batch-append.js';
import type { BatchAnswer } from './batch-answers.js';
import { readBatchChunk } from './batch-request.js';
import { deleteHandler, tombstoneHandler } from './delete.js';
import { supportedMethodsHandler } from './features.js';
import { gossipHandler } from './gossip.js';
import type { NodeIdentity } from './node-identity.js';
import { operationsHandlers } from './operations.js';
import type { ReadAnswer } from './outlet.js';
import { persistentFeatures } from './persistent/features.js';
import { PERSISTENT_SUBSCRIPTIONS, persistentHandlers } from './persistent/service.js';
import { noProjectionsService, PROJECTION_METHODS, projectionsService } from './projections/projections-service.js';
import { readHandler } from './read.js';
import type { StreamsServed } from './streams-served.js';
import { unimplementedService } from './unimplemented.js';

/** grpc-js receives 4 MiB unless told otherwise; a batch append's chunk is about 3 MiB, a single event may be larger. */
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;

const NOT_SERVED: readonly (readonly [grpc.ServiceDefinition, string])[] = [
  [usersGrpc.UsersService, 'This server does not serve user management: its users stand in a file.'],
  [monitoringGrpc.MonitoringService, 'This server does not serve monitoring: ask for /stats or /metrics over HTTP.'],
];

const STREAMS: grpc.ServiceDefinition = {
  ...streamsGrpc.StreamsService,
  read: { ...streamsGrpc.StreamsService.read, responseSerialize: serializeAnswer },
  batchAppend: {
    ...streamsGrpc.StreamsService.batchAppend,
    requestDeserialize: readBatchChunk,
    responseSerialize: serializeAnswer,
  },
};

function serializeAnswer(answer: ReadAnswer | BatchAnswer): Buffer {
  return Buffer.isBuffer(answer) ? answer : Buffer.from(answer.serializeBinary());
}

/** What all handlers work with. */
export type Served = StreamsServed &
  Readonly<{
    node: NodeIdentity;
    scavenger: Scavenger;
    subscriptions: PersistentSubscriptions;
    /** Absent where the server was started without projections. */
    projections: SystemProjections | undefined;
    /** Ends the server, as the Operations service may ask for. */
    shutDown: () => void;
  }>;

/** A gRPC server with every service of the protocol registered; it listens nowhere, connections are handed to it. */
export function createGrpcServer(served: Served): grpc.Server {
  const { calls, access, meter, node, scavenger, projections, subscriptions, shutDown } = served;
  const server = new grpc.Server({ 'grpc.max_receive_message_length': MAX_MESSAGE_BYTES, 'grpc.max_send_message_length': -1 });
  const add = (definition: grpc.ServiceDefinition, handlers: grpc.UntypedServiceImplementation): void =>
    server.addService(definition, metered(definition, handlers, meter));
  add(STREAMS, {
    read: readHandler(served),
    append: appendHandler(served),
    batchAppend: batchAppendHandler(served),
    delete: deleteHandler(served),
    tombstone: tombstoneHandler(served),
  });
  add(featuresGrpc.ServerFeaturesService, {
    getSupportedMethods: supportedMethodsHandler([...persistentFeatures, ...(projections ? PROJECTION_METHODS : [])]),
  });
  add(gossipGrpc.GossipService, { read: gossipHandler(node) });
  add(operationsGrpc.OperationsService, operationsHandlers({ access, scavenger, shutDown }));
  add(PERSISTENT_SUBSCRIPTIONS, persistentHandlers({ subscriptions, access, calls }));
  const managed = projections ? projectionsService(projections, calls, access) : noProjectionsService();
  add(projectionsGrpc.ProjectionsService, managed);
  for (const [definition, sentence] of NOT_SERVED) add(definition, unimplementedService(definition, sentence));
  return server;
}
