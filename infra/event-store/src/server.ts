import grpc from '@grpc/grpc-js';
import { openAccess } from './access/access.js';
import { Log } from './log/log.js';
import { Scavenger } from './maintenance/scavenger.js';
import { NO_PROJECTIONS, SystemProjections, type ProjectionOptions } from './projections/system-projections.js';
import { PersistentSubscriptions } from './psub/persistent-subscriptions.js';
import { OpenCalls } from './rpc/calls.js';
import { createGrpcServer } from './rpc/services.js';

/** How long connections may take to close by themselves before they are cut, in milliseconds. */
const CLOSE_GRACE_MS = 1_000;

export type EventStoreOptions = Readonly<{
  /** 0 takes a free port. */
  port: number;
  host: string;
  /** Folder of the log, created at need, or `:memory:` for one that is gone when the server closes. */
  data: string;
  /** Milliseconds from one scavenge to the next; without it the log is scavenged on demand only. */
  scavengeEvery?: number;
  /** Default: none run, as in the original. */
  projections?: ProjectionOptions;
  /** Called when the disk failed under a commit: what is durable is unknown and the process must end. Default: throw. */
  onFatal?: (error: Error) => void;
}>;

export type RunningEventStore = Readonly<{
  /** The port listened on. */
  port: number;
  /** Answers what is pending, fails open streams with UNAVAILABLE and closes the log. Repeating it is harmless. */
  close: () => Promise<void>;
}>;

/**
 * Starts a server of the EventStoreDB protocol in this process.
 * Fails with `UnusableData` where the folder cannot serve as a log, and with `PortUnavailable` where the port cannot be bound.
 */
export async function startEventStore({
  port,
  host,
  data,
  onFatal = rethrow,
  scavengeEvery,
  projections: projectionOptions = NO_PROJECTIONS,
}: EventStoreOptions): Promise<RunningEventStore> {
  const log = new Log({ data, now: Date.now, fatal: onFatal });
  const calls = new OpenCalls();
  let bound = port;
  const scavenger = new Scavenger(log, () => `${host}:${bound}`);
  const projections = projectionOptions.run === 'None' ? undefined : new SystemProjections(log, projectionOptions);
  const subscriptions = new PersistentSubscriptions(log);
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= shutDown(server, log, calls, { scavenger, projections, subscriptions }));
  const server = createGrpcServer({
    log,
    calls,
    access: openAccess,
    port: () => bound,
    scavenger,
    projections,
    subscriptions,
    shutDown: () => void close(),
  });
  // Before the first call can come: a client that connects again must find its group.
  subscriptions.start();
  try {
    bound = await bind(server, host, port);
  } catch (error) {
    subscriptions.stop();
    log.close();
    throw error;
  }
  await scavenger.noteInterrupted();
  await projections?.start();
  if (scavengeEvery !== undefined) scavenger.scheduleEvery(scavengeEvery);
  return { port: bound, close };
}

/** The port cannot be bound; the message is one sentence with the remedy. */
export class PortUnavailable extends Error {}

function bind(server: grpc.Server, host: string, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.bindAsync(
    `${host.includes(':') ? `[${host}]` : host}:${port}`,
    grpc.ServerCredentials.createInsecure(),
    (error, bound) => {
      if (!error) return resolve(bound);
      const reason = error.message.includes('EADDRINUSE')
        ? 'is in use: stop the other process or choose another with --port'
        : `cannot be bound (${error.message})`;
      reject(new PortUnavailable(`Port ${port} on ${host} ${reason}.`));
    },
  );
  return promise;
}

type Workers = Readonly<{
  scavenger: Scavenger;
  projections: SystemProjections | undefined;
  subscriptions: PersistentSubscriptions;
}>;

async function shutDown(
  server: grpc.Server,
  log: Log,
  calls: OpenCalls,
  { scavenger, projections, subscriptions }: Workers,
): Promise<void> {
  calls.close();
  subscriptions.stop();
  await scavenger.close();
  await projections?.stop();
  await log.drained();
  // Answers of the last group leave in the microtasks and writes after its commit.
  await new Promise((resolve) => setImmediate(resolve));
  calls.failAll();
  const { promise, resolve } = Promise.withResolvers<void>();
  const cut = setTimeout(() => {
    server.forceShutdown();
    resolve();
  }, CLOSE_GRACE_MS);
  server.tryShutdown(() => resolve());
  await promise;
  clearTimeout(cut);
  log.close();
}

function rethrow(error: Error): never {
  throw error;
}
