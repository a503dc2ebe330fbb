import type grpc from '@grpc/grpc-js';
import persistentGrpc from '@eventstore/db-client/generated/persistent_grpc_pb.js';
import { consumeHandler, type ConsumeAnswer } from './consume.js';
import {
  createHandler,
  deleteHandler,
  infoHandler,
  listHandler,
  replayParkedHandler,
  restartHandler,
  updateHandler,
  type Served,
} from './management.js';

const { PersistentSubscriptionsService } = persistentGrpc;

/** The service with its event-carrying answers encoded by hand (`event-encoder.ts`). */
export const PERSISTENT_SUBSCRIPTIONS: grpc.ServiceDefinition = {
  ...PersistentSubscriptionsService,
  read: { ...PersistentSubscriptionsService.read, responseSerialize: serializeAnswer },
};

function serializeAnswer(answer: ConsumeAnswer): Buffer {
  return Buffer.isBuffer(answer) ? answer : Buffer.from(answer.serializeBinary());
}

export const persistentHandlers = (served: Served): grpc.UntypedServiceImplementation => ({
  create: createHandler(served),
  update: updateHandler(served),
  delete: deleteHandler(served),
  read: consumeHandler(served),
  getInfo: infoHandler(served),
  replayParked: replayParkedHandler(served),
  list: listHandler(served),
  restartSubsystem: restartHandler(served),
});
