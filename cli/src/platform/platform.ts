import { randomUUID } from 'node:crypto';
import { Refused } from '../exit-codes.js';
import type { Credentials } from './credentials.js';
import { PlatformRefused, type Http } from './http.js';

type SignedIn = Readonly<{ accessToken: string; sessionId: string }>;
type Document = Readonly<{
  info?: Readonly<{ version?: string }>;
  paths?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}>;

/** The operators' routes of a platform, used by one operator who signs in when first needed and out at the end. */
export class Platform {
  private session: Promise<SignedIn> | null = null;
  private steppedUp: string | null = null;
  private readonly documents = new Map<string, Promise<Document>>();

  constructor(
    private readonly http: Http,
    private readonly credentials: () => Credentials,
  ) {}

  get url(): string {
    return this.http.url;
  }

  get<T>(path: string): Promise<T> {
    return this.signed('GET', path) as Promise<T>;
  }

  /** A change: one key for all repeats, and the password again where the platform asks for it. */
  post<T>(path: string, body: object): Promise<T> {
    return this.signed('POST', path, body) as Promise<T>;
  }

  /** A route without token, e.g. `/info` of a process. */
  open<T>(path: string): Promise<T> {
    return this.http.ask({ method: 'GET', path }) as Promise<T>;
  }

  /** Whether a service has the route, as its OpenAPI document says; parameters in braces. */
  async offers(service: string, method: 'get' | 'post', path: string): Promise<boolean> {
    return this.documentOf(service).then(({ paths }) => paths?.[path]?.[method] !== undefined);
  }

  /** Throws `Refused` where the version of the platform does not have the route. */
  async demand(service: string, method: 'get' | 'post', path: string): Promise<void> {
    if (await this.offers(service, method, path)) return;
    const { info } = await this.documentOf(service);
    throw new Refused(
      `Not offered by this platform version (${service} ${info?.version ?? 'unknown'}): ${method.toUpperCase()} ${path}`,
    );
  }

  /** Ends the session, if there was one. */
  async signOut(): Promise<void> {
    if (!this.session) return;
    const signedIn = await this.session.catch(() => null);
    if (!signedIn) return;
    const path = `/identity/sessions/${signedIn.sessionId}/end`;
    await this.http.send({ method: 'POST', path, body: {}, token: signedIn.accessToken, key: randomUUID() });
  }

  private documentOf(service: string): Promise<Document> {
    const known = this.documents.get(service) ?? this.open<Document>(`/${service}/openapi.json`);
    this.documents.set(service, known);
    return known;
  }

  private async signed(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    const key = randomUUID();
    const send = (token: string): Promise<unknown> =>
      this.http.ask({ method, path, token, ...(body === undefined ? {} : { body, key }) });
    const { accessToken } = await this.signedIn();
    try {
      return await send(this.steppedUp ?? accessToken);
    } catch (error) {
      if (!(error instanceof PlatformRefused) || !error.code.endsWith('.STEP_UP_REQUIRED')) throw error;
      return send(await this.stepUp(accessToken));
    }
  }

  private signedIn(): Promise<SignedIn> {
    this.session ??= this.http.ask({
      ...{ method: 'POST', path: '/identity/sessions', body: this.credentials() },
      key: randomUUID(),
    }) as Promise<SignedIn>;
    return this.session;
  }

  private async stepUp(token: string): Promise<string> {
    const { password } = this.credentials();
    const path = '/identity/sessions/step-ups';
    const answer = await this.http.ask({ method: 'POST', path, body: { password }, token, key: randomUUID() });
    this.steppedUp = (answer as SignedIn).accessToken;
    return this.steppedUp;
  }
}
