import type grpc from '@grpc/grpc-js';
import { fail } from './calls.js';
import { unimplemented } from './errors.js';

/** Handlers for a service that is not served: each of its rpcs fails with UNIMPLEMENTED and the sentence. */
export function unimplementedService(definition: grpc.ServiceDefinition, sentence: string): grpc.UntypedServiceImplementation {
  const fault = (): Error => unimplemented(sentence);
  const handlers = Object.entries(definition).map(([name, { responseStream }]): [string, grpc.UntypedHandleCall] => [
    name,
    responseStream
      ? (call: grpc.ServerWritableStream<object, object> | grpc.ServerDuplexStream<object, object>): void => fail(call, fault())
      : (_call: object, callback: grpc.sendUnaryData<object>): void => callback(fault()),
  ]);
  return Object.fromEntries(handlers);
}
