import grpc from '@grpc/grpc-js';
import type { Activity, Meter } from './meter.js';

/** Methods whose duration the original measures, by their path. */
const ACTIVITIES: Readonly<Record<string, Activity>> = {
  '/event_store.client.streams.Streams/Read': 'stream-read',
  '/event_store.client.streams.Streams/Append': 'stream-append',
  '/event_store.client.streams.Streams/BatchAppend': 'stream-batch-append',
  '/event_store.client.streams.Streams/Delete': 'stream-delete',
  '/event_store.client.streams.Streams/Tombstone': 'stream-tombstone',
};

type Failure = Readonly<{ code?: number }> | null;
type UnaryLike = (call: object, callback: (error: Failure, ...rest: readonly unknown[]) => void) => void;
type StreamLike = (call: NodeJS.EventEmitter) => void;

/** The same handlers, each call counted from its begin to its end. */
export function metered(
  definition: grpc.ServiceDefinition,
  handlers: grpc.UntypedServiceImplementation,
  meter: Meter,
): grpc.UntypedServiceImplementation {
  const wrapped = Object.entries(handlers).map(([name, handler]): [string, grpc.UntypedHandleCall] => {
    const method = definition[name];
    if (!method) throw new Error(`The service has no method '${name}'.`);
    const activity = ACTIVITIES[method.path];
    return [name, method.responseStream ? streaming(handler, meter, activity) : unary(handler, meter, activity)];
  });
  return Object.fromEntries(wrapped);
}

function unary(handler: grpc.UntypedHandleCall, meter: Meter, activity: Activity | undefined): grpc.UntypedHandleCall {
  const inner = handler as UnaryLike;
  const outer: UnaryLike = (call, callback) => {
    const end = meter.begin(activity);
    inner(call, (error, ...rest) => {
      end(error ? (error.code ?? grpc.status.UNKNOWN) : grpc.status.OK);
      callback(error, ...rest);
    });
  };
  return outer as grpc.UntypedHandleCall;
}

// A subscription that its client leaves is cancelled: that is how it is meant to end, so it counts as no failure.
function streaming(handler: grpc.UntypedHandleCall, meter: Meter, activity: Activity | undefined): grpc.UntypedHandleCall {
  const inner = handler as StreamLike;
  const outer: StreamLike = (call) => {
    const end = meter.begin(activity);
    const ended = (): void => end(grpc.status.OK);
    call.on('error', (error: Failure) => end(error?.code ?? grpc.status.UNKNOWN));
    call.on('cancelled', ended).on('finish', ended).on('close', ended);
    inner(call);
  };
  return outer as grpc.UntypedHandleCall;
}
