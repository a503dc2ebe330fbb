import { eventually, type Answer, type Person } from '@guildhall/local';
import type { LogHead } from '../../market/log.js';
import { endOf, type TokenForge } from '../../market/tokens.js';
import { inParallel } from './once.js';
import { outsidersOf } from './outsiders.js';
import { sendAs, type Prepared } from './prepared-call.js';
import type { Scene } from './scene.js';

/** An otherwise valid request that somebody sends who may not. */
type Intrusion = Readonly<{ ready: Prepared; intruder: string; send: () => Promise<Answer<unknown>> }>;
/** One that was not answered as it should have been. */
export type LetIn = Readonly<{ operation: string; intruder: string; status: number; body: unknown }>;

/** Requests at a time: enough to keep six services busy on a small machine. */
const WIDTH = 8;
const QUIET_MS = 250;
/** Nobody's token is renewed while the log is watched. */
const FRESH_MS = 120_000;

/** Every way in which somebody outside may send the requests of the story. */
export class Intrusions {
  constructor(
    private readonly scene: Scene,
    private readonly forge: TokenForge,
    private readonly log: LogHead,
    private readonly requests: readonly Prepared[],
  ) {}

  withoutToken(): readonly Intrusion[] {
    return this.closed().map((ready) => this.by(ready, 'nobody', () => Promise.resolve(undefined)));
  }

  withExpiredToken(): readonly Intrusion[] {
    return this.closed().map((ready) =>
      this.by(ready, 'somebody of a quarter of an hour ago', async (caller) => this.forge.expired(await caller.accessToken())),
    );
  }

  withTokenForElsewhere(): readonly Intrusion[] {
    return this.closed().map((ready) =>
      this.by(ready, 'somebody of elsewhere', async (caller) => this.forge.forElsewhere(await caller.accessToken())),
    );
  }

  /** Other parties, strangers and people of other roles. */
  byOutsiders(): readonly Intrusion[] {
    return this.oneOfEach().flatMap((ready) => {
      const callers = this.requests.filter(({ operation }) => operation.id === ready.operation.id);
      const outside = outsidersOf(this.scene, ready, callers).map((person) => this.bySomebody(ready, person));
      const strangers = callers.flatMap((one) => (one.call.strangers ?? []).map((person) => this.bySomebody(one, person)));
      return [...outside, ...strangers];
    });
  }

  /** Somebody who names the caller's party as the one to act for, without a seat in it. */
  inForeignNames(): readonly Intrusion[] {
    return this.closed().map((ready) => {
      const { client, debtor } = this.scene.people;
      const caller = ready.call.by ?? client;
      const person = caller.accountId === debtor.accountId ? client : debtor;
      const send = (): Promise<Answer<unknown>> => sendAs(this.scene.market, ready, { person, party: caller.partyId });
      return { ready, intruder: `${person.credentials.email} in the name of ${caller.partyId}`, send };
    });
  }

  /** Sends them all; answers those that were answered otherwise than with these statuses. Throws where the log has grown. */
  async tryAll(intrusions: readonly Intrusion[], statuses: readonly number[]): Promise<readonly LetIn[]> {
    await this.refreshTokens();
    const before = await this.quiet();
    const answers = await inParallel(intrusions, WIDTH, async ({ ready, intruder, send }) => {
      const { status, body } = await send();
      return { operation: ready.operation.id, intruder, status, body };
    });
    const after = await this.log.position();
    if (after !== before) throw new Error(`The log has grown from ${before} to ${after}`);
    return answers.filter(({ status }) => !statuses.includes(status));
  }

  /** Requests that need a token, one of each operation: who is nobody is so to all of them. */
  private closed(): readonly Prepared[] {
    return this.oneOfEach().filter(({ operation }) => !operation.allow.includes('public'));
  }

  private oneOfEach(): readonly Prepared[] {
    return [...new Map(this.requests.map((ready) => [ready.operation.id, ready])).values()];
  }

  private by(ready: Prepared, intruder: string, tokenOf: (caller: Person) => Promise<string | undefined>): Intrusion {
    const caller = ready.call.by ?? this.scene.people.client;
    return { ready, intruder, send: async () => sendAs(this.scene.market, ready, { token: await tokenOf(caller) }) };
  }

  private bySomebody(ready: Prepared, person: Person): Intrusion {
    return { ready, intruder: person.credentials.email, send: () => sendAs(this.scene.market, ready, { person }) };
  }

  /** Outsiders have given their password again, too, so that nothing is refused for want of it. */
  private async refreshTokens(): Promise<void> {
    const callers = this.requests.flatMap(({ call }) => call.by ?? []);
    const everybody = this.scene.everybody();
    await inParallel([...new Set([...callers, ...everybody])], WIDTH, async (person) => {
      if (endOf(await person.accessToken()) - Date.now() < FRESH_MS) await person.renew();
    });
    await inParallel(everybody, WIDTH, (person) => person.stepUp());
  }

  /** The log's end once nothing that was under way writes any more. */
  private quiet(): Promise<string> {
    return eventually(
      'a quiet log',
      async () => {
        const first = await this.log.position();
        await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
        return (await this.log.position()) === first ? first : undefined;
      },
      60_000,
    );
  }
}
