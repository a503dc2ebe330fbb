import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { eventually, freePort } from '@guildhall/testing';

/** One way of being bad, as toxiproxy names it; `attributes` are its own: milliseconds, bytes. */
export type Toxic = Readonly<{
  type: 'latency' | 'limit_data' | 'reset_peer';
  stream: 'upstream' | 'downstream';
  attributes: Readonly<Record<string, number>>;
}>;

/** A link to a server of this machine that becomes slow, breaks and heals as told: one toxiproxy with one proxy. End it with `stop`. */
export class ToxicLink {
  private constructor(
    private readonly child: ChildProcess,
    private readonly api: string,
    /** Where clients connect to. */
    readonly port: number,
  ) {}

  /** `program`: the server of toxiproxy; `upstream`: host and port behind the link. */
  static async start(program: string, upstream: string): Promise<ToxicLink> {
    const [apiPort, port] = [await freePort(), await freePort()];
    const child = spawn(program, ['-host', '127.0.0.1', '-port', String(apiPort)], { stdio: 'ignore' });
    const link = new ToxicLink(child, `http://127.0.0.1:${apiPort}/proxies`, port);
    const proxy = { name: 'link', listen: `127.0.0.1:${port}`, upstream, enabled: true };
    await eventually('toxiproxy answers', async () => (await fetch(link.api)).ok, 30_000);
    await link.ask('POST', '', proxy);
    return link;
  }

  /** Everything that goes over the link from now on suffers so, until `heal`. */
  async poison(...toxics: readonly Toxic[]): Promise<void> {
    for (const [index, toxic] of toxics.entries()) await this.ask('POST', '/link/toxics', { name: `toxic-${index}`, ...toxic });
  }

  async heal(): Promise<void> {
    const { toxics } = (await this.ask('GET', '/link')) as { toxics: readonly Readonly<{ name: string }>[] };
    for (const { name } of toxics) await this.ask('DELETE', `/link/toxics/${name}`);
  }

  /** Cut: connections end, and no new one is taken until it is joined. */
  async cut(): Promise<void> {
    await this.ask('POST', '/link', { enabled: false });
  }

  async join(): Promise<void> {
    await this.ask('POST', '/link', { enabled: true });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }

  private async ask(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.api}${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
    if (!answer.ok) throw new Error(`toxiproxy: ${method} ${path} was answered ${answer.status}: ${await answer.text()}`);
    return answer.status === 204 ? null : answer.json();
  }
}
