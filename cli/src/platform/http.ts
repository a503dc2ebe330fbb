import { setTimeout as pause } from 'node:timers/promises';
import { Refused } from '../exit-codes.js';

/** One request to the platform; `key`: Idempotency-Key, the same for every repeat. */
export type Request = Readonly<{ method: 'GET' | 'POST'; path: string; body?: object; token?: string; key?: string }>;

/** Status and parsed body; null where there is none. */
export type Answer = Readonly<{ status: number; body: unknown }>;

/** An answer that is no success, in the words of the platform's problem document. */
export class PlatformRefused extends Refused {
  constructor(
    readonly request: string,
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(`${request}: ${String(status)} ${code}${detail === '' ? '' : ` ${detail}`}`);
  }
}

/** Away, or it broke off before it had answered: the same key learns what happened. */
const AWAY: readonly number[] = [502, 503, 504];
const RETRY_EVERY_MS = 500;
/** Longer than the platform lets any request take. */
const ANSWER_DEADLINE_MS = 90_000;

/** Stands for the name of a service, which every path of a platform begins with. */
const SERVICE = '{service}';

/** The address of `path`. `url`: what all services answer at, or, with `{service}` in it, each at its own. */
export const addressOf = (url: string, path: string): string => `${url.replaceAll(SERVICE, path.split('/')[1] ?? '')}${path}`;

/** Sends requests to one platform; while it is away they are repeated for `patienceMs`. */
export class Http {
  constructor(
    readonly url: string,
    private readonly patienceMs: number,
    private readonly fetch: typeof globalThis.fetch,
  ) {}

  /** The body of a success; throws `PlatformRefused` otherwise, `Refused` where nobody answers. */
  async ask(request: Request): Promise<unknown> {
    const { status, body } = await this.send(request);
    const open = status === 202 && typeof (body as Readonly<{ ask?: unknown }> | null)?.ask === 'string';
    if (status >= 200 && status < 300 && !open) return body;
    const { code, detail } = (body ?? {}) as Readonly<{ code?: string; detail?: string }>;
    const what = `${request.method} ${request.path}`;
    throw new PlatformRefused(what, status, code ?? '', open ? 'the outcome is open: ask again with `status`' : (detail ?? ''));
  }

  /** Whatever answer comes in the end; `Refused` where none does. */
  async send(request: Request): Promise<Answer> {
    const end = Date.now() + this.patienceMs;
    for (;;) {
      try {
        const answer = await this.once(request);
        if (!AWAY.includes(answer.status) || Date.now() >= end) return answer;
      } catch (error) {
        if (Date.now() >= end) throw new Refused(`${addressOf(this.url, request.path)} does not answer: ${reasonOf(error)}`);
      }
      await pause(RETRY_EVERY_MS);
    }
  }

  private async once({ method, path, body, token, key }: Request): Promise<Answer> {
    const response = await this.fetch(addressOf(this.url, path), {
      method,
      signal: AbortSignal.timeout(ANSWER_DEADLINE_MS),
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, body: json && text !== '' ? (JSON.parse(text) as unknown) : null };
  }
}

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? `${error.message} (${cause.message})` : error.message;
};
