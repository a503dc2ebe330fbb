import { runCli } from '../program.js';
import type { ExitCode } from '../exit-codes.js';

/** A request as the platform got it. */
export type Got = Readonly<{ method: string; path: string; token: string | null; key: string | null; body: unknown }>;
type Reply = Readonly<{ status?: number; body: unknown }>;
/** Answers by `METHOD path`; a function sees the request. */
type Replies = Readonly<Record<string, Reply | ((got: Got) => Reply)>>;

/** What a run said and did. */
export type Run = Readonly<{ exit: ExitCode; out: string; err: string }>;

const OPERATOR = { email: 'op@guildhall.example', password: 'right' };

/** A platform that answers from a table, behind the `fetch` of the command line; sign-in, step-up and sign-out are in it. */
export class FakePlatform {
  readonly got: Got[] = [];

  constructor(private readonly replies: Replies) {}

  /** Runs one command line against it. */
  async run(...args: readonly string[]): Promise<Run> {
    return this.runAs(OPERATOR.password, ...args);
  }

  async runAs(password: string, ...args: readonly string[]): Promise<Run> {
    let [out, err] = ['', ''];
    const config = {
      url: 'http://platform.test',
      email: OPERATOR.email,
      password,
      credentialsFile: undefined,
      eventStoreUrl: undefined,
    };
    const exit = await runCli(args, {
      config,
      fetch: (input, init) => Promise.resolve(this.answer(String(input), init ?? {})),
      out: (text) => (out += text),
      err: (text) => (err += text),
    });
    return { exit, out, err };
  }

  /** Changes that came in: everything but looks and the session's own. */
  get changes(): readonly Got[] {
    return this.got.filter(({ method, path }) => method !== 'GET' && !path.startsWith('/identity/sessions'));
  }

  private answer(url: string, init: RequestInit): Response {
    const headers = new Headers(init.headers);
    const got: Got = {
      method: init.method ?? 'GET',
      path: url.replace('http://platform.test', ''),
      token: headers.get('authorization'),
      key: headers.get('idempotency-key'),
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : null,
    };
    this.got.push(got);
    const { status = 200, body } = this.replyTo(got);
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
  }

  private replyTo(got: Got): Reply {
    const reply = this.replies[`${got.method} ${got.path}`];
    if (typeof reply === 'function') return reply(got);
    return reply ?? SESSION[`${got.method} ${got.path}`]?.(got) ?? { status: 404, body: { code: 'COMMON.NOT_FOUND' } };
  }
}

const refused: Reply = { status: 401, body: { code: 'IDENTITY.CREDENTIALS_INVALID', detail: 'Wrong' } };
const knows = ({ body }: Got): boolean => (body as Readonly<{ password?: string }>).password === OPERATOR.password;
const SESSION: Readonly<Record<string, (got: Got) => Reply>> = {
  'POST /identity/sessions': (got) => (knows(got) ? { status: 201, body: { accessToken: 'first', sessionId: 's1' } } : refused),
  'POST /identity/sessions/step-ups': (got) => (knows(got) ? { status: 201, body: { accessToken: 'stepped-up' } } : refused),
  'POST /identity/sessions/s1/end': () => ({ body: {} }),
};
