import { rmSync } from 'node:fs';
import type { Server as HttpServer } from 'node:http';
import grpc from '@grpc/grpc-js';
import { accessOf } from './access/access-of-settings.js';
import { Front } from './http/front.js';
import { httpServer } from './http/http-endpoints.js';
import { routesOf } from './http/http-routes.js';
import { Log } from './log/log.js';
import { Scavenger } from './maintenance/scavenger.js';
import type { ABOUT_SOURCES, Options } from './options/option-table.js';
import { settingsOf, withDefaults, type Settings } from './options/settings.js';
import { SystemProjections } from './projections/system-projections.js';
import { PersistentSubscriptions } from './psub/persistent-subscriptions.js';
import { OpenCalls } from './rpc/calls.js';
import { NodeIdentity } from './rpc/node-identity.js';
import { createGrpcServer } from './rpc/services.js';
import { Load } from './stats/load.js';
import { Meter } from './stats/meter.js';
import { loadTls, type TlsMaterial } from './tls/load-tls.js';

/** How long connections may take to close by themselves before they are cut, in milliseconds. */
const CLOSE_GRACE_MS = 1_000;

/** Any of the options; their meaning and defaults are in the README's table, only the port is a free one by default. */
export type StartOptions = Partial<Omit<Options, (typeof ABOUT_SOURCES)[number]>> &
  Readonly<{
    /** Called when the disk failed under a commit: what is durable is unknown and the process must end. Default: throw. */
    onFatal?: (error: Error) => void;
  }>;

/** A server of the EventStoreDB protocol in this process. */
export class EventStoreServer {
  readonly #calls = new OpenCalls();
  readonly #meter = new Meter();
  readonly #load: Load;
  readonly #subscriptions: PersistentSubscriptions;
  readonly #scavenger: Scavenger;
  readonly #projections: SystemProjections | undefined;
  #front: Front | undefined;
  #grpc: grpc.Server | undefined;
  #http: HttpServer | undefined;
  #tls: TlsMaterial | undefined;
  #port: number;
  #closed: Promise<void> | undefined;

  private constructor(
    private readonly log: Log,
    private readonly settings: Settings,
  ) {
    this.#port = settings.port;
    this.#load = new Load(settings.statsPeriodMs);
    this.#subscriptions = new PersistentSubscriptions(log);
    this.#scavenger = new Scavenger(log, () => `${settings.host}:${this.#port}`);
    this.#projections = settings.projections.run === 'None' ? undefined : new SystemProjections(log, settings.projections);
  }

  /**
   * Starts a server: `await EventStoreServer.start({ memory: true })`.
   * Fails with `UnusableOptions` where it cannot be started as told, with `UnusableData` where the folder cannot serve as a log,
   * and with `PortUnavailable` where the port cannot be bound.
   */
  static async start({ onFatal = rethrow, ...options }: StartOptions = {}): Promise<EventStoreServer> {
    const settings = settingsOf(withDefaults({ port: 0, ...options }));
    const { data, timeouts } = settings;
    const log = new Log({ data, now: Date.now, fatal: onFatal, timeouts });
    const server = new EventStoreServer(log, settings);
    try {
      await server.#open();
      return server;
    } catch (error) {
      server.#release();
      throw error;
    }
  }

  /** The port listened on. */
  get port(): number {
    return this.#port;
  }

  /** What a client of the official libraries connects with; credentials are left to the caller. */
  get connectionString(): string {
    const { host } = this.settings;
    const reached = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
    const authority = `${reached.includes(':') ? `[${reached}]` : reached}:${this.#port}`;
    if (!this.#tls) return `esdb://${authority}?tls=false`;
    const { authorityFile } = this.#tls;
    return `esdb://${authority}?tls=true${authorityFile === undefined ? '' : `&tlsCAFile=${encodeURIComponent(authorityFile)}`}`;
  }

  /** Answers what is pending, fails open streams with UNAVAILABLE and closes the log. Repeating it is harmless. */
  close(): Promise<void> {
    return (this.#closed ??= this.#close());
  }

  async #open(): Promise<void> {
    const { log, settings } = this;
    const { host, port, data, security, maxAppendSize, scavengeEvery } = settings;
    const access = await accessOf(settings, log);
    const tls = security.kind === 'guarded' ? security.tls : undefined;
    this.#tls = tls && loadTls(tls, data, host, new Date());
    const node = new NodeIdentity(settings.advertise, () => this.#port);
    const [calls, meter, scavenger, subscriptions, projections] = [
      this.#calls,
      this.#meter,
      this.#scavenger,
      this.#subscriptions,
      this.#projections,
    ];
    const shutDown = (): void => void this.close();
    const served = { log, calls, access, meter, maxAppendSize, node, scavenger, subscriptions, projections, shutDown };
    const grpcServer = (this.#grpc = createGrpcServer(served));
    const load = this.#load;
    const connections = (): number => this.#front?.connections ?? 0;
    const routes = routesOf({ settings, log, access, node, meter, load, subscriptions, projections, connections });
    const http = (this.#http = httpServer(routes, report));
    const injector = grpcServer.createConnectionInjector(grpc.ServerCredentials.createInsecure());
    const takers = {
      grpc: (socket: Parameters<typeof injector.injectConnection>[0]) => injector.injectConnection(socket),
      http: (socket: object) => http.emit('connection', socket),
    };
    this.#front = new Front({ host, port, tls: this.#tls, takers });
    // Before the first call can come: a client that connects again must find its group.
    subscriptions.start();
    this.#port = await this.#front.listen();
    await scavenger.noteInterrupted();
    await projections?.start();
    if (scavengeEvery !== undefined) scavenger.scheduleEvery(scavengeEvery);
  }

  async #close(): Promise<void> {
    this.#front?.stopListening();
    this.#calls.close();
    this.#subscriptions.stop();
    await this.#scavenger.close();
    await this.#projections?.stop();
    await this.log.drained();
    // Answers of the last group leave in the microtasks and writes after its commit.
    await new Promise((resolve) => setImmediate(resolve));
    this.#calls.failAll();
    this.#http?.closeIdleConnections();
    await this.#connectionsClosed();
    this.#release();
  }

  async #connectionsClosed(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cut = setTimeout(() => {
      this.#grpc?.forceShutdown();
      resolve();
    }, CLOSE_GRACE_MS);
    this.#grpc?.tryShutdown(() => resolve());
    await promise;
    clearTimeout(cut);
  }

  #release(): void {
    this.#subscriptions.stop();
    this.#front?.stopListening();
    this.#front?.cut();
    this.#load.stop();
    this.log.close();
    if (this.#tls?.temporary !== undefined) rmSync(this.#tls.temporary, { recursive: true, force: true });
  }
}

function rethrow(error: Error): never {
  throw error;
}

function report(fault: unknown): void {
  console.error(fault);
}
