import { randomBytes } from 'node:crypto';
import type { VaultRule } from '../vault-policy.js';

export type StandInGrant = 'everything' | readonly Pick<VaultRule, 'path' | 'capabilities'>[];

/** `seconds`: a life, 0 for one without end. `lastSeconds`: what no renewal goes beyond, from the making on; 0: no bound. */
export type StandInToken = Readonly<{ grant: StandInGrant; seconds?: number; lastSeconds?: number; renewable?: boolean }>;

type Known = { readonly made: Required<StandInToken>; readonly madeAt: number; endsAt: number };

/** The tokens of a stand-in, by host time. */
export class StandInTokens {
  private readonly known = new Map<string, Known>();
  /** How often a token was renewed. */
  renewals = 0;

  issue({ grant, seconds = 0, lastSeconds = 0, renewable = true }: StandInToken): string {
    const token = `s.${randomBytes(12).toString('base64url')}`;
    const madeAt = Date.now();
    const endsAt = seconds === 0 ? Infinity : madeAt + seconds * 1_000;
    this.known.set(token, { made: { grant, seconds, lastSeconds, renewable }, madeAt, endsAt });
    return token;
  }

  revoke(token: string): void {
    this.known.delete(token);
  }

  /** Null where the token is unknown or over. */
  grantOf(token: string): StandInGrant | null {
    return this.alive(token)?.made.grant ?? null;
  }

  look(token: string): Readonly<{ ttl: number; renewable: boolean }> | null {
    const known = this.alive(token);
    return known && { ttl: secondsLeft(known), renewable: known.made.renewable };
  }

  /** Null where the token is unknown, over, or not to be renewed. */
  renew(token: string): Readonly<{ client_token: string; lease_duration: number; renewable: boolean }> | null {
    const known = this.alive(token);
    if (!known?.made.renewable) return null;
    const { seconds, lastSeconds } = known.made;
    const last = lastSeconds === 0 ? Infinity : known.madeAt + lastSeconds * 1_000;
    if (seconds > 0) known.endsAt = Math.min(Date.now() + seconds * 1_000, last);
    this.renewals += 1;
    return { client_token: token, lease_duration: secondsLeft(known), renewable: true };
  }

  private alive(token: string): Known | null {
    const known = this.known.get(token);
    return known && known.endsAt > Date.now() ? known : null;
  }
}

const secondsLeft = ({ endsAt }: Known): number => (endsAt === Infinity ? 0 : Math.ceil((endsAt - Date.now()) / 1_000));

/** Whether a grant covers a path: whole, or by the part before `*`. */
export const covers = (grant: StandInGrant, path: string, capability: VaultRule['capabilities'][number]): boolean =>
  grant === 'everything' ||
  grant.some(
    (rule) =>
      rule.capabilities.includes(capability) &&
      (rule.path.endsWith('*') ? path.startsWith(rule.path.slice(0, -1)) : path === rule.path),
  );
