import { newId, SERVICES, type Instant } from '@guildhall/kernel';
import { SERVICE_CONFIG, WALL_CLOCK, type AccessTokenClaims, type Seat, type WallClock } from '@guildhall/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { SignJWT } from 'jose';
import type { IdentityConfig } from '../../config.js';
import type { AccountState } from '../../domain/account/account.state.js';
import policy from '../../domain/policies/account-v1.json' with { type: 'json' };
import type { SessionState } from '../../domain/session/session.decider.js';
import { SigningKeyBook } from './signing-key-book.js';

export type AccessToken = Readonly<{ accessToken: string; accessExpiresAt: Instant }>;

type IssuedFor = Pick<SessionState, 'sessionId' | 'authAt'>;

/** Makes access tokens (RFC 9068; security.md, Tokens): EdDSA, 5 minutes by the wall clock, for all services. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly keys: SigningKeyBook,
    @Inject(WALL_CLOCK) private readonly wall: WallClock,
    @Inject(SERVICE_CONFIG) private readonly config: IdentityConfig,
  ) {}

  async issue(account: AccountState, { sessionId, authAt }: IssuedFor): Promise<AccessToken> {
    const nowMs = this.wall.nowMs();
    const iat = Math.floor(nowMs / 1000);
    const exp = iat + policy.session.accessMinutes * 60;
    const claims: AccessTokenClaims = {
      iss: this.config.tokenIssuer,
      aud: SERVICES,
      sub: account.accountId,
      sid: sessionId,
      jti: newId(),
      roles: account.roles,
      seats: seatsOf(account),
      auth_time: Math.floor(Date.parse(authAt) / 1000),
      iat,
      exp,
      region: account.region,
    };
    const { kid, key } = await this.keys.signer(new Date(nowMs).toISOString());
    const accessToken = await new SignJWT({ ...claims, aud: [...SERVICES] })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid })
      .sign(key);
    return { accessToken, accessExpiresAt: new Date(exp * 1000).toISOString() };
  }
}

/** Seats that the account holds now. */
export const seatsOf = ({ seats }: AccountState): readonly Seat[] =>
  Object.entries(seats).flatMap(([organisationId, { seatRole }]) => (seatRole === 'none' ? [] : [{ organisationId, seatRole }]));
