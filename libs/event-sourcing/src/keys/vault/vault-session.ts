import { StoreUnavailable } from '../../store/store.errors.js';
import type { VaultAnswer, VaultHttp, VaultQuestion } from './vault-http.js';
import type { VaultSignIn } from './vault.options.js';

/** A token as the store gave it or knows it. `seconds`: what is left of its life, 0 where it does not end. */
type Standing = Readonly<{ token: string; seconds: number; isRenewable: boolean }>;

/** A token is renewed when so much of its life is over: a renewal that fails can be tried again for a third of it. */
const RENEWED_AFTER = 2 / 3;

/** A renewal that gives less of a life than this share of the first one says that the token nears the end that no renewal moves. */
const LAST_LIFE = 1 / 2;

/** Least time between two renewals, and between two tries of one, in ms. */
const LEAST_WAIT_MS = 1_000;
const TRY_AGAIN_MS = 5_000;

/** Longest time that a timer of Node takes, in ms. */
const MAX_TIMER_MS = 2 ** 31 - 1;

const FORBIDDEN = 403;

/**
 * Asks a key store with a token that it keeps alive: renewed before it ends, and signed in anew where it cannot be renewed or is refused.
 * Errors: `StoreUnavailable`, also for a token or role that the store refuses; an answer 403 means that the token is good and has no
 * right to this.
 */
export class VaultSession {
  private standing: Promise<Standing> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private isClosed = false;

  constructor(
    private readonly http: VaultHttp,
    private readonly how: VaultSignIn,
    private readonly onTrouble: (sentence: string) => void,
  ) {}

  async ask(question: Omit<VaultQuestion, 'token'>): Promise<VaultAnswer> {
    const { token } = await this.signedIn();
    const answer = await this.http.ask({ ...question, token });
    if (answer.status !== FORBIDDEN || (await this.isKnown(token))) return answer;
    const fresh = await this.signedInWithout(token);
    return this.http.ask({ ...question, token: fresh.token });
  }

  /** Resolves when the store knows who asks. */
  async check(): Promise<void> {
    const { token } = await this.signedIn();
    if (!(await this.isKnown(token))) await this.signedInWithout(token);
  }

  close(): void {
    this.isClosed = true;
    if (this.timer) clearTimeout(this.timer);
    this.http.close();
  }

  private signedIn(): Promise<Standing> {
    if (this.standing) return this.standing;
    const signing = this.signIn();
    this.standing = signing;
    signing.then(
      (standing) => this.renewLater(standing),
      () => this.drop(signing),
    );
    return signing;
  }

  /** Another question may have signed in meanwhile: then its token is taken. */
  private async signedInWithout(refused: string): Promise<Standing> {
    const { standing } = this;
    if (standing && (await standing).token === refused) this.drop(standing);
    return this.signedIn();
  }

  private drop(standing: Promise<Standing>): void {
    if (this.standing === standing) this.standing = null;
  }

  private async isKnown(token: string): Promise<boolean> {
    return (await this.http.ask({ method: 'GET', path: 'auth/token/lookup-self', token })).status < 300;
  }

  private async signIn(): Promise<Standing> {
    const given = this.how.token();
    if (given === '') throw new StoreUnavailable('Key store: there is no token to sign in with');
    switch (this.how.kind) {
      case 'token': {
        const { status, body, said } = await this.http.ask({ method: 'GET', path: 'auth/token/lookup-self', token: given });
        if (status >= 300) throw new StoreUnavailable(`Key store refuses the token: ${said || status}`);
        const { ttl, renewable } = (body as { data: Readonly<{ ttl: number; renewable: boolean }> }).data;
        return { token: given, seconds: ttl, isRenewable: renewable };
      }
      case 'kubernetes': {
        const { mount, role } = this.how;
        const path = `auth/${mount}/login`;
        const { status, body, said } = await this.http.ask({ method: 'POST', path, token: null, body: { role, jwt: given } });
        if (status >= 300) throw new StoreUnavailable(`Key store refuses the service account as ${role}: ${said || status}`);
        return standingIn(body);
      }
    }
  }

  private renewLater(standing: Standing, first = standing.seconds): void {
    if (standing.seconds > 0)
      this.later(Math.max(standing.seconds * RENEWED_AFTER * 1_000, LEAST_WAIT_MS), () => this.renew(standing, first));
  }

  private later(ms: number, act: () => Promise<void>): void {
    if (this.isClosed) return;
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => void act(), Math.min(ms, MAX_TIMER_MS)).unref();
  }

  /** `first`: seconds that the token was given at the sign-in. */
  private async renew(standing: Standing, first: number): Promise<void> {
    try {
      const renewed = standing.isRenewable ? await this.renewed(standing) : null;
      if (renewed && renewed.seconds >= first * LAST_LIFE) return this.renewLater(renewed, first);
      const next = await this.signedInWithout(standing.token);
      if (next.token === standing.token)
        this.onTrouble(
          `the token of the key store ends in ${next.seconds} s and cannot be renewed: put another one in its place`,
        );
    } catch (error) {
      if (this.isClosed) return;
      this.onTrouble(`the token of the key store is not renewed: ${error instanceof Error ? error.message : String(error)}`);
      this.later(TRY_AGAIN_MS, () => this.renew(standing, first));
    }
  }

  /** Null where the store does not renew it. */
  private async renewed({ token }: Standing): Promise<Standing | null> {
    const { status, body } = await this.http.ask({ method: 'POST', path: 'auth/token/renew-self', token, body: {} });
    return status < 300 ? { ...standingIn(body), token } : null;
  }
}

const standingIn = (body: unknown): Standing => {
  const { auth } = body as { auth: Readonly<{ client_token: string; lease_duration: number; renewable: boolean }> };
  return { token: auth.client_token, seconds: auth.lease_duration, isRenewable: auth.renewable };
};
