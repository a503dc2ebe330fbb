import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';

/** Who asks: a token, and the organisation acted for. */
export type Credentials = Readonly<{ token: string; party: string | undefined }>;
export type HttpAnswer = Readonly<{ body: unknown; headers: Readonly<Record<string, string | string[] | undefined>> }>;

/** Keep-alive connections to one service, as a load generator has them: nothing is repeated, every refusal is a fault of the bench. */
export class LoadClient {
  private readonly pool: Pool;

  constructor(url: string, connections: number) {
    this.pool = new Pool(url, { connections, pipelining: 1 });
  }

  post(path: string, body: object, who: Credentials): Promise<HttpAnswer> {
    const content = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    return this.ask('POST', path, { ...headersOf(who), ...content }, JSON.stringify(body));
  }

  get(path: string, who: Credentials, headers: Readonly<Record<string, string>> = {}): Promise<HttpAnswer> {
    return this.ask('GET', path, { ...headersOf(who), ...headers }, null);
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  private async ask(
    method: 'GET' | 'POST',
    path: string,
    headers: Record<string, string>,
    body: string | null,
  ): Promise<HttpAnswer> {
    const answer = await this.pool.request({ method, path, headers, body });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${String(answer.statusCode)} ${text}`);
    return { body: JSON.parse(text) as unknown, headers: answer.headers };
  }
}

const headersOf = ({ token, party }: Credentials): Record<string, string> => ({
  authorization: `Bearer ${token}`,
  ...(party === undefined ? {} : { 'guildhall-party': party }),
});
