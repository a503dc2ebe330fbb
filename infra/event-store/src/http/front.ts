import { createServer as createPlainServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import type { TlsMaterial } from '../tls/load-tls.js';

/** The port cannot be bound; the message is one sentence with the remedy. */
export class PortUnavailable extends Error {}

/** How long a connection may stay silent before its first bytes, in milliseconds. */
const SILENCE_MS = 30_000;
/** Begins the preface of HTTP/2 (RFC 9113, 3.4); no method of HTTP/1 does. */
const PREFACE = 'PRI';

/** Who takes over a connection once its protocol is known. */
export type Takers = Readonly<{ grpc: (socket: Socket) => void; http: (socket: Socket) => void }>;
export type FrontOptions = Readonly<{ host: string; port: number; tls: TlsMaterial | undefined; takers: Takers }>;

/** The one port: HTTP/2 goes to gRPC, anything else to HTTP. Over TLS the protocol is agreed on in the handshake (ALPN). */
export class Front {
  readonly #server: Server;
  readonly #connections = new Set<Socket>();

  constructor(private readonly options: FrontOptions) {
    const { tls, takers } = options;
    this.#server = tls
      ? createTlsServer({ cert: tls.certificate, key: tls.key, ALPNProtocols: ['h2', 'http/1.1'], noDelay: true }, (socket) =>
          byAgreement(socket, takers),
        )
      : createPlainServer({ noDelay: true }, (socket) => byFirstBytes(socket, takers));
    // A peer that breaks off the handshake, or speaks in the clear, is its own affair.
    this.#server.on('tlsClientError', (_error, socket: TLSSocket) => socket.destroy());
    this.#server.on('connection', (socket: Socket) => this.#keep(socket));
  }

  /** Connections open now. */
  get connections(): number {
    return this.#connections.size;
  }

  /** Answers the port listened on. Fails with `PortUnavailable`. */
  async listen(): Promise<number> {
    const { host, port } = this.options;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const refuse = (error: NodeJS.ErrnoException): void => {
      const reason =
        error.code === 'EADDRINUSE'
          ? 'is in use: stop the other process or choose another with --port'
          : `cannot be bound (${error.message})`;
      reject(new PortUnavailable(`Port ${port} on ${host} ${reason}.`));
    };
    this.#server.once('error', refuse);
    // The name may mean ::1 to this machine and 127.0.0.1 to the client.
    this.#server.listen(port, host === 'localhost' ? '127.0.0.1' : host, resolve);
    await promise;
    this.#server.off('error', refuse);
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  /** No new connections from now on; those that are open go on. */
  stopListening(): void {
    this.#server.close();
  }

  /** Cuts what is still connected. */
  cut(): void {
    for (const socket of this.#connections) socket.destroy();
  }

  #keep(socket: Socket): void {
    this.#connections.add(socket);
    socket.once('close', () => this.#connections.delete(socket));
  }
}

function byAgreement(socket: TLSSocket, { grpc, http }: Takers): void {
  if (socket.alpnProtocol === 'h2') grpc(socket);
  else http(socket);
}

function byFirstBytes(socket: Socket, { grpc, http }: Takers): void {
  let seen = Buffer.alloc(0);
  const give = (taker: (socket: Socket) => void): void => {
    socket.off('readable', look);
    socket.off('error', drop);
    socket.setTimeout(0);
    socket.off('timeout', drop);
    socket.unshift(seen);
    taker(socket);
  };
  const look = (): void => {
    const bytes: unknown = socket.read();
    if (!Buffer.isBuffer(bytes)) return;
    seen = Buffer.concat([seen, bytes]);
    const start = seen.toString('latin1', 0, PREFACE.length);
    if (start === PREFACE) return give(grpc);
    if (PREFACE.startsWith(start)) return;
    // A client of HTTP/1 may close its side once it has asked; it gets its answer all the same.
    socket.allowHalfOpen = true;
    give(http);
  };
  const drop = (): void => void socket.destroy();
  socket.setTimeout(SILENCE_MS);
  socket.on('timeout', drop).on('error', drop).on('readable', look);
}
