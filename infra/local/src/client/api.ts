import { randomUUID } from 'node:crypto';

export type RequestOptions = Readonly<{
  token?: string;
  /** Organisation acted for. */
  party?: string;
  /** Idempotency-Key; a new one where none is given and the method is POST. */
  key?: string;
  headers?: Readonly<Record<string, string>>;
}>;

export type Answer<T> = Readonly<{ status: number; body: T; headers: Headers }>;

/** An answer that is no success: outside 200–299, or a 202 whose outcome is open. Carries its code. */
export class ApiRefused extends Error {
  override readonly name = 'ApiRefused';
  constructor(
    readonly request: string,
    readonly status: number,
    readonly code: string,
    readonly problem: Readonly<Record<string, unknown>>,
  ) {
    super(
      `${request}: ${String(status)} ${code} ${typeof problem['detail'] === 'string' ? problem['detail'] : ''} ${JSON.stringify(problem)}`,
    );
  }
}

const PAUSE_MS = 100;
/** A service that is away, or that broke off before it had answered: the same key learns what happened. */
const AWAY: readonly number[] = [502, 503];
/** A 202 that says where to ask instead of what was done: the outcome is open. */
const isOpen = ({ status, body }: Answer<unknown>): boolean =>
  status === 202 && typeof (body as Readonly<{ ask?: unknown }> | null)?.ask === 'string';
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

/**
 * The platform's HTTP interface behind its edge, as any client sees it. While something is away (502, 503, an open outcome, a broken connection) a request
 * is repeated under the same Idempotency-Key for `patienceMs` (default 0: never).
 */
export class Api {
  /** The newest position seen of each service: queries wait for it, so that everybody here reads what was written here. */
  private readonly positions = new Map<string, bigint>();

  constructor(
    readonly edgeUrl: string,
    private readonly patienceMs = 0,
  ) {}

  get<T>(path: string, options: RequestOptions = {}): Promise<Answer<T>> {
    return this.ask<T>('GET', path, undefined, options);
  }

  post<T>(path: string, body: object = {}, options: RequestOptions = {}): Promise<Answer<T>> {
    return this.ask<T>('POST', path, body, { key: randomUUID(), ...options });
  }

  /** Any method; throws `ApiRefused` for an answer that is no success. */
  async ask<T>(method: string, path: string, body: object | undefined, options: RequestOptions): Promise<Answer<T>> {
    const answer = await this.sendPatiently(method, path, body, options);
    if (answer.status >= 200 && answer.status < 300 && !isOpen(answer)) return answer as Answer<T>;
    const problem = (answer.body ?? {}) as Record<string, unknown>;
    throw new ApiRefused(`${method} ${path}`, answer.status, String(problem['code'] ?? ''), problem);
  }

  private async sendPatiently(
    method: string,
    path: string,
    body: object | undefined,
    options: RequestOptions,
  ): Promise<Answer<unknown>> {
    const end = Date.now() + this.patienceMs;
    for (;;) {
      try {
        const answer = await this.send(method, path, body, options);
        if ((!AWAY.includes(answer.status) && !isOpen(answer)) || Date.now() >= end) return answer;
      } catch (error) {
        if (Date.now() >= end) throw error;
      }
      await pause();
    }
  }

  /** Sends one request and answers whatever comes. */
  async send(method: string, path: string, body: object | undefined, options: RequestOptions): Promise<Answer<unknown>> {
    const response = await fetch(`${this.edgeUrl}${path}`, {
      method,
      headers: {
        ...(method === 'GET' ? this.atLeast(path) : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
        ...(options.party === undefined ? {} : { 'guildhall-party': options.party }),
        ...(options.key === undefined ? {} : { 'idempotency-key': options.key }),
        ...options.headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    this.remember(response.headers.get('guildhall-position'));
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown), headers: response.headers };
  }

  private atLeast(path: string): Readonly<Record<string, string>> {
    const [, service = ''] = path.split('/');
    const position = this.positions.get(service);
    return position === undefined ? {} : { 'guildhall-at-least': `${service}:${position.toString()}` };
  }

  private remember(token: string | null): void {
    const [service, position] = token?.split(':') ?? [];
    if (service === undefined || position === undefined) return;
    const known = this.positions.get(service);
    if (known === undefined || BigInt(position) > known) this.positions.set(service, BigInt(position));
  }
}
