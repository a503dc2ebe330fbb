import { Agent as HttpAgent, request as requestHttp, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { StoreUnavailable } from '../../store/store.errors.js';
import { backoffMs, pauseFor, type Backoff } from '../../subscriptions/backoff.js';
import type { VaultOptions } from './vault.options.js';

/** `token`: null for a sign-in. `path`: below `/v1/`. */
export type VaultQuestion = Readonly<{ method: 'GET' | 'POST' | 'DELETE'; path: string; token: string | null; body?: object }>;

/** An answer that says something about the question: below 500, but for what is asked again. `said`: its errors as one text. */
export type VaultAnswer = Readonly<{ status: number; body: unknown; said: string }>;

/** Tries of one exchange: a moment without a leader passes, an outage is told before a caller's own deadline. */
const TRIES = 3;
const BETWEEN: Backoff = { baseMs: 100, factor: 3, maxMs: 1_000 };

/** Connections that are kept; the store answers in a few ms, so few are ever open. */
const MAX_SOCKETS = 16;

/** A key with its metadata is below 1 KiB; more than this is not from a key store. */
const MAX_ANSWER_BYTES = 1 << 20;

type Raw = Readonly<{ status: number; text: string }>;

/**
 * One exchange after the other with a key store, each with a time limit, asked again up to three times where nobody answered or the
 * server is not ready for it (429, 5xx). All that is sent may be repeated: keys are created only where none is. Errors:
 * `StoreUnavailable`; refusals are answers.
 */
export class VaultHttp {
  private readonly base: URL;
  private readonly agent: HttpAgent | HttpsAgent;
  private readonly timeoutMs: number;
  private readonly closing = new AbortController();

  constructor({ url, ca, timeoutMs }: Pick<VaultOptions, 'url' | 'ca' | 'timeoutMs'>) {
    this.base = new URL(`${url.replace(/\/+$/, '')}/v1/`);
    const kept = { keepAlive: true, maxSockets: MAX_SOCKETS };
    this.agent =
      this.base.protocol === 'https:' ? new HttpsAgent({ ...kept, ...(ca === null ? {} : { ca }) }) : new HttpAgent(kept);
    this.timeoutMs = timeoutMs;
  }

  async ask(question: VaultQuestion): Promise<VaultAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      const tried = await this.tryOnce(question);
      if (!(tried instanceof StoreUnavailable)) return tried;
      if (attempt === TRIES || this.closing.signal.aborted) throw tried;
      await pauseFor(backoffMs(attempt, BETWEEN), this.closing.signal);
    }
  }

  close(): void {
    this.closing.abort();
    this.agent.destroy();
  }

  private async tryOnce(question: VaultQuestion): Promise<VaultAnswer | StoreUnavailable> {
    const asked = `${question.method} ${question.path}`;
    let raw: Raw;
    try {
      raw = await this.exchange(question);
    } catch (cause) {
      return new StoreUnavailable(`Key store ${this.base.host} did not answer ${asked}: ${reasonOf(cause, this.timeoutMs)}`, {
        cause,
      });
    }
    const body = jsonOf(raw.text);
    const said = saidIn(body);
    const isAnswer = raw.status < 300 || (raw.status >= 400 && raw.status < 500 && raw.status !== 429);
    if (isAnswer) return { status: raw.status, body, said };
    return new StoreUnavailable(
      `Key store ${this.base.host} answered ${raw.status} to ${asked}${said === '' ? '' : `: ${said}`}`,
    );
  }

  private exchange({ method, path, token, body }: VaultQuestion): Promise<Raw> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = {
      accept: 'application/json',
      // Proxies of the store may ask for it: no browser can be made to send it.
      'x-vault-request': 'true',
      ...(token === null ? {} : { 'x-vault-token': token }),
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    };
    const signal = AbortSignal.timeout(this.timeoutMs);
    const options = { method, headers, agent: this.agent, signal };
    return new Promise((resolve, reject) => {
      const send = this.base.protocol === 'https:' ? requestHttps : requestHttp;
      const request = send(new URL(path, this.base), options, (response) => {
        textOf(response).then((answer) => resolve({ status: response.statusCode ?? 0, text: answer }), reject);
      });
      request.on('error', reject);
      request.end(text);
    });
  }
}

const textOf = async (response: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error(`an answer of more than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** Undefined where it is no JSON: a page of a proxy, or nothing. */
const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** `{ errors: ["1 error occurred:\n\t* permission denied\n\n"] }` as `permission denied`. */
const saidIn = (body: unknown): string => {
  const { errors } = (body ?? {}) as Readonly<{ errors?: unknown }>;
  if (!Array.isArray(errors)) return '';
  return errors
    .map((error) => String(error).replace(/^\d+ errors? occurred:/, ''))
    .join('; ')
    .replace(/\s*\*\s*|\s+/g, ' ')
    .trim();
};

/** By shape, not class: errors of Node are made outside the module realm that test runners use. */
const reasonOf = (error: unknown, timeoutMs: number): string => {
  const { name, message } = error as Readonly<{ name?: unknown; message?: unknown }>;
  return name === 'AbortError' ? `nothing within ${timeoutMs} ms` : String(message ?? error);
};
