import type grpc from '@grpc/grpc-js';
import featuresPb from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type sharedPb from '@eventstore/db-client/generated/shared_pb.js';

/** Clients switch behaviour on this version; its semantics are the ones served. */
export const SERVER_VERSION = '23.10.0';

const STREAMS = 'event_store.client.streams.streams';
export type SupportedMethod = Readonly<{ service: string; method: string; features?: readonly string[] }>;
const METHODS: readonly SupportedMethod[] = [
  { service: STREAMS, method: 'read', features: ['position', 'events'] },
  { service: STREAMS, method: 'append' },
  { service: STREAMS, method: 'batchappend', features: ['deadline_duration'] },
  { service: STREAMS, method: 'delete' },
  { service: STREAMS, method: 'tombstone' },
  { service: 'event_store.client.gossip.gossip', method: 'read' },
  { service: 'event_store.client.server_features.serverfeatures', method: 'getsupportedmethods' },
];

/** ServerFeatures.GetSupportedMethods: what this server serves, in lower case; `others` are those it was started with. */
export function supportedMethodsHandler(
  others: readonly SupportedMethod[],
): grpc.handleUnaryCall<sharedPb.Empty, featuresPb.SupportedMethods> {
  return (_call, callback) => {
    const methods = [...METHODS, ...others].map(({ service, method, features = [] }) =>
      new featuresPb.SupportedMethod()
        .setServiceName(service)
        .setMethodName(method)
        .setFeaturesList([...features]),
    );
    callback(null, new featuresPb.SupportedMethods().setEventStoreServerVersion(SERVER_VERSION).setMethodsList(methods));
  };
}
