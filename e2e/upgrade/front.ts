import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** What a cluster's Service is: requests to one port go to those that stand behind it, in turn. */
export class Front {
  private readonly server: Server;
  private behind: readonly number[] = [];
  private served = 0;

  constructor() {
    this.server = createServer((incoming, answer) => {
      this.pass(incoming, answer);
    });
  }

  async open(port: number): Promise<void> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  /** From the next request on. */
  standBehind(ports: readonly number[]): void {
    this.behind = ports;
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private pass(incoming: IncomingMessage, answer: ServerResponse): void {
    const port = this.behind[this.served % this.behind.length];
    this.served += 1;
    if (port === undefined) {
      answer.writeHead(503, { 'retry-after': '1' }).end();
      return;
    }
    const { method, url, headers } = incoming;
    const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    // Cut off is what a caller sees of a process that is gone; whether it did what was asked shows the key of the request.
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  }
}
