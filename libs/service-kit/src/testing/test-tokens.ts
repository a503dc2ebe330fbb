import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { newId, SERVICES } from '@guildhall/kernel';
import { SignJWT } from 'jose';
import { ACCESS_TOKEN_SECONDS, type Seat } from '../auth/access-token.js';
import type { PublicSigningJwk } from '../auth/key-ring.js';
import type { Role } from '../auth/roles.js';

/** Who a test acts as; everything but the account has a default (no roles, no seats, fresh password, all services). */
export type TestPerson = Readonly<{
  accountId: string;
  roles?: readonly Role[];
  seats?: readonly Seat[];
  sessionId?: string;
  /** Seconds since 1970; default now. */
  authTime?: number;
  audience?: readonly string[];
  issuer?: string;
  /** Seconds from now; negative: already expired. */
  expiresIn?: number;
  region?: string;
}>;

/** Mints access tokens like identity's, under a key of its own. */
export class TestTokens {
  readonly publicJwk: PublicSigningJwk;
  private readonly privateKey: KeyObject;

  constructor(private readonly wallMs: () => number) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    this.privateKey = privateKey;
    this.publicJwk = { kty: 'OKP', crv: 'Ed25519', x: publicKey.export({ format: 'jwk' }).x ?? '', kid: `test-${newId()}` };
  }

  async mint(person: TestPerson): Promise<string> {
    const now = Math.floor(this.wallMs() / 1000);
    const expiresAt = now + (person.expiresIn ?? ACCESS_TOKEN_SECONDS);
    return new SignJWT({
      sid: person.sessionId ?? newId(),
      roles: [...(person.roles ?? [])],
      seats: [...(person.seats ?? [])],
      auth_time: person.authTime ?? now,
      region: person.region ?? 'eu',
    })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: this.publicJwk.kid })
      .setIssuer(person.issuer ?? 'guildhall')
      .setAudience([...(person.audience ?? SERVICES)])
      .setSubject(person.accountId)
      .setJti(newId())
      .setIssuedAt(Math.min(now, expiresAt - ACCESS_TOKEN_SECONDS))
      .setExpirationTime(expiresAt)
      .sign(this.privateKey);
  }
}
