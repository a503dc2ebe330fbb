import { DomainError } from '@guildhall/kernel';
import type { AccessTokenClaims, Seat } from './access-token.js';
import type { Role, SeatRole } from './roles.js';

/**
 * The verified person behind a request. `partyId` is the party acted for: the one of `Guildhall-Party`, else the account itself;
 * `seatRole` is the seat in that party, null for the own one. `authTime`: seconds since 1970, wall clock.
 */
export type VerifiedCaller = Readonly<{
  accountId: string;
  sessionId: string;
  roles: readonly Role[];
  seats: readonly Seat[];
  authTime: number;
  partyId: string;
  seatRole: SeatRole | null;
  region: string;
}>;

/** The caller of a token for a party; throws `COMMON.FORBIDDEN` where the token has no seat in it. */
export const callerOf = (claims: AccessTokenClaims, party: string | undefined): VerifiedCaller => {
  const partyId = party ?? claims.sub;
  const seat = claims.seats.find(({ organisationId }) => organisationId === partyId);
  if (partyId !== claims.sub && !seat) {
    throw new DomainError('COMMON.FORBIDDEN', 'forbidden', 'No seat in the party named by Guildhall-Party');
  }
  return {
    accountId: claims.sub,
    sessionId: claims.sid,
    roles: claims.roles,
    seats: claims.seats,
    authTime: claims.auth_time,
    partyId,
    seatRole: seat?.seatRole ?? null,
    region: claims.region,
  };
};

/** Age of the last password that a step-up accepts, in seconds (security.md, Step-up). */
export const STEP_UP_SECONDS = 300;

/**
 * Throws `<SERVICE>.STEP_UP_REQUIRED` (401) unless the password was given within 5 minutes of `nowMs` (wall clock). For operations that
 * always need it there is the decorator `@StepUp()`; this is for those that need it above a sum.
 */
export const requireStepUp = (caller: VerifiedCaller, service: string, nowMs: number): void => {
  if (nowMs / 1000 - caller.authTime <= STEP_UP_SECONDS) return;
  throw new DomainError(`${service.toUpperCase()}.STEP_UP_REQUIRED`, 'unauthenticated', 'Give your password again, then repeat', {
    maxAgeSeconds: STEP_UP_SECONDS,
  });
};
