import { verifyAccessToken, TokenRefused, type AccessTokenClaims } from './access-token.js';
import type { DenyList } from './deny-list.js';
import type { KeyRing } from './key-ring.js';

/** Verified tokens remembered, newest last: a signature is checked once a token, the deny-list at every request. */
const REMEMBERED = 10_000;

/** Verifies access tokens for one service: signature once, expiry and deny-list each time. Throws `TokenRefused`. */
export class TokenVerifier {
  private readonly verified = new Map<string, AccessTokenClaims>();

  constructor(
    private readonly options: Readonly<{
      service: string;
      issuer: string;
      keys: KeyRing;
      denied: DenyList;
      wallMs: () => number;
    }>,
  ) {}

  async verify(token: string): Promise<AccessTokenClaims> {
    const nowMs = this.options.wallMs();
    const claims = this.verified.get(token) ?? (await this.check(token, nowMs));
    if (claims.exp * 1000 <= nowMs) {
      this.verified.delete(token);
      throw new TokenRefused('expired');
    }
    if (this.options.denied.has(claims.sid, nowMs)) throw new TokenRefused('session revoked');
    return claims;
  }

  private async check(token: string, nowMs: number): Promise<AccessTokenClaims> {
    const { service, issuer, keys } = this.options;
    const claims = await verifyAccessToken(token, { keys: keys.find, audience: service, issuer, nowMs });
    this.verified.set(token, claims);
    if (this.verified.size > REMEMBERED) {
      const [oldest] = this.verified.keys();
      if (oldest !== undefined) this.verified.delete(oldest);
    }
    return claims;
  }
}
