import type { Answer, Api, RequestOptions } from './api.js';

export type Credentials = Readonly<{ accountId: string; email: string; password: string }>;
type Tokens = Readonly<{ accessToken: string; accessExpiresAt: string; refreshToken: string }>;
type PersonOptions = Omit<RequestOptions, 'token'>;

/** A token is renewed this long before it ends. */
const MARGIN_MS = 30_000;

/** Somebody who is signed in: renews the access token by itself and acts for `party` where one is set. */
export class Person {
  private renewing: Promise<void> | null = null;

  private constructor(
    readonly api: Api,
    readonly credentials: Credentials,
    private tokens: Tokens,
    /** Organisation acted for by default. */
    readonly party: string | undefined,
  ) {}

  static async signIn(api: Api, credentials: Credentials): Promise<Person> {
    const { email, password } = credentials;
    const { body } = await api.post<Tokens>('/identity/sessions', { email, password });
    return new Person(api, credentials, body, undefined);
  }

  get accountId(): string {
    return this.credentials.accountId;
  }

  /** The party that this person's commands count for. */
  get partyId(): string {
    return this.party ?? this.accountId;
  }

  /** The same person and session, acting for an organisation; seats are claims, so a fresh token is fetched. */
  async actingFor(organisationId: string): Promise<Person> {
    await this.renew();
    return new Person(this.api, this.credentials, this.tokens, organisationId);
  }

  async get<T>(path: string, options: PersonOptions = {}): Promise<T> {
    return (await this.api.get<T>(path, await this.signed(options))).body;
  }

  async post<T = Readonly<Record<string, unknown>>>(path: string, body: object = {}, options: PersonOptions = {}): Promise<T> {
    return (await this.api.post<T>(path, body, await this.signed(options))).body;
  }

  /** One request with whatever answer comes, for those who look at status and headers. */
  async send(method: string, path: string, body: object | undefined, options: PersonOptions = {}): Promise<Answer<unknown>> {
    return this.api.send(method, path, body, await this.signed(options));
  }

  /** Gives the password again: for five minutes this session may do what asks for a step-up. */
  async stepUp(): Promise<void> {
    const { body } = await this.api.post<Omit<Tokens, 'refreshToken'>>(
      '/identity/sessions/step-ups',
      { password: this.credentials.password },
      await this.signed({}),
    );
    this.tokens = { ...this.tokens, ...body };
  }

  /** A new token with the roles and seats of now. */
  async renew(): Promise<void> {
    this.renewing ??= this.refresh().finally(() => {
      this.renewing = null;
    });
    await this.renewing;
  }

  async accessToken(): Promise<string> {
    if (Date.parse(this.tokens.accessExpiresAt) - Date.now() < MARGIN_MS) await this.renew();
    return this.tokens.accessToken;
  }

  private async refresh(): Promise<void> {
    const { body } = await this.api.post<Tokens>('/identity/sessions/refreshes', { refreshToken: this.tokens.refreshToken });
    this.tokens = body;
  }

  private async signed(options: PersonOptions): Promise<RequestOptions> {
    const party = options.party ?? this.party;
    return { ...options, token: await this.accessToken(), ...(party === undefined ? {} : { party }) };
  }
}
