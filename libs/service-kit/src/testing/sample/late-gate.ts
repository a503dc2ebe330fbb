import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** For specs: a port that refuses connections until it is opened, and then leads to a server. */
export class LateGate {
  private server: Server | null = null;
  private readonly sockets = new Set<Socket>();

  constructor(
    private readonly port: number,
    private readonly target: Readonly<{ host: string; port: number }>,
  ) {}

  async open(): Promise<void> {
    this.server = createServer((incoming) => this.join(incoming, connect(this.target))).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    if (!this.server) return;
    const closed = once(this.server, 'close');
    this.server.close();
    await closed;
  }

  private join(incoming: Socket, outgoing: Socket): void {
    const pair = [incoming, outgoing] as const;
    for (const socket of pair) {
      this.sockets.add(socket);
      // Either end takes the other with it, whatever it died of.
      socket.on('error', () => undefined);
      socket.on('close', () => pair.forEach((each) => each.destroy()));
    }
    incoming.pipe(outgoing).pipe(incoming);
  }
}
