import { DependencyUnavailable } from '@guildhall/event-sourcing';

export type ProviderEndpoint = Readonly<{ url: string; key: string; timeoutMs: number }>;

/** A refusal of the provider: HTTP 4xx with a stable code (`SANDBOX.NOT_FOUND`). It changed nothing. */
export class ProviderRefusal extends Error {
  override readonly name = 'ProviderRefusal';
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }

  /** The code as a word of ours: `SANDBOX.NOT_FOUND` is `not_found`. */
  get word(): string {
    return (this.code.split('.').at(-1) ?? this.code).toLowerCase();
  }
}

/** Statuses that say nothing about this request itself: the key is wrong, too many requests, a time-out of a proxy. */
const NOT_ABOUT_THE_REQUEST: ReadonlySet<number> = new Set([401, 403, 408, 425, 429]);

/** One HTTP exchange with the provider, with a deadline and without repeats. Throws `ProviderRefusal` or `DependencyUnavailable`. */
export class ProviderClient {
  constructor(private readonly endpoint: ProviderEndpoint) {}

  post<T>(path: string, effectId: string, body: object): Promise<T> {
    const headers = { 'idempotency-key': effectId, 'content-type': 'application/json' };
    return this.exchange<T>(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  get<T>(path: string): Promise<T> {
    return this.exchange<T>(path, { method: 'GET', headers: {} });
  }

  private async exchange<T>(path: string, request: Readonly<{ method: string; headers: object; body?: string }>): Promise<T> {
    const { url, key, timeoutMs } = this.endpoint;
    const headers = { ...request.headers, authorization: `Bearer ${key}` };
    const signal = AbortSignal.timeout(timeoutMs);
    let response: Response;
    let text: string;
    try {
      response = await fetch(new URL(path, url), { ...request, headers, signal, redirect: 'error' });
      text = await response.text();
    } catch (cause) {
      throw new DependencyUnavailable(`The payment provider did not answer ${request.method} ${path}`, { cause });
    }
    if (response.ok) return JSON.parse(text) as T;
    const { code, detail } = problemOf(text);
    if (response.status >= 500 || NOT_ABOUT_THE_REQUEST.has(response.status))
      throw new DependencyUnavailable(`The payment provider answered ${response.status} ${code} to ${request.method} ${path}`);
    throw new ProviderRefusal(response.status, code, detail);
  }
}

const problemOf = (text: string): Readonly<{ code: string; detail: string }> => {
  try {
    const { code, detail } = JSON.parse(text) as Readonly<{ code?: unknown; detail?: unknown }>;
    return { code: typeof code === 'string' ? code : 'UNKNOWN', detail: typeof detail === 'string' ? detail : text };
  } catch {
    return { code: 'UNKNOWN', detail: text };
  }
};
