import { decodeProtectedHeader, jwtVerify, type CryptoKey, type JWTPayload, type KeyObject } from 'jose';
import { ROLES, SEAT_ROLES, type Role, type SeatRole } from './roles.js';

/** A seat of the token's holder in an organisation. */
export type Seat = Readonly<{ organisationId: string; seatRole: SeatRole }>;

/**
 * Claims of an access token (RFC 9068; security.md, Tokens): JWT `typ: at+jwt`, EdDSA, 5 minutes, made by identity. `aud` lists the
 * services, `sub` is the accountId, `sid` the session, times are seconds since 1970 by the wall clock. Header: `alg`, `typ`, `kid` only.
 */
export type AccessTokenClaims = Readonly<{
  iss: string;
  aud: readonly string[];
  sub: string;
  sid: string;
  jti: string;
  roles: readonly Role[];
  seats: readonly Seat[];
  auth_time: number;
  iat: number;
  exp: number;
  region: string;
}>;

/** Answers the public key of a `kid` that may be used at this instant (ms, wall clock), or null. */
export type KeyLookup = (kid: string, atMs: number) => CryptoKey | KeyObject | null;

export type VerifyOptions = Readonly<{
  keys: KeyLookup;
  /** The service that must be named in `aud`. */
  audience: string;
  issuer: string;
  /** Wall clock in ms. */
  nowMs: number;
}>;

/** The token is not one to trust; `reason` is for logs, never for the answer. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
  constructor(readonly reason: string) {
    super(`Access token refused: ${reason}`);
  }
}

/** Life of an access token in seconds: a longer one was not made by identity. */
export const ACCESS_TOKEN_SECONDS = 300;
const HEADER_FIELDS: ReadonlySet<string> = new Set(['alg', 'typ', 'kid']);

/**
 * Verifies an access token offline and answers its claims. Throws `TokenRefused` for anything else: another algorithm or type, an
 * embedded or linked key (`jwk`, `jku`, `x5u`), an unknown `kid`, a foreign audience or issuer, an expired or too long lived token.
 */
export const verifyAccessToken = async (token: string, options: VerifyOptions): Promise<AccessTokenClaims> => {
  const key = keyOf(token, options);
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['EdDSA', 'Ed25519'],
      typ: 'at+jwt',
      audience: options.audience,
      issuer: options.issuer,
      currentDate: new Date(options.nowMs),
      requiredClaims: ['iss', 'aud', 'sub', 'sid', 'jti', 'roles', 'seats', 'auth_time', 'iat', 'exp', 'region'],
    });
    return claimsOf(payload, options.nowMs);
  } catch (error) {
    if (error instanceof TokenRefused) throw error;
    throw new TokenRefused(error instanceof Error ? error.message : 'not verifiable');
  }
};

const keyOf = (token: string, { keys, nowMs }: VerifyOptions): CryptoKey | KeyObject => {
  let header: ReturnType<typeof decodeProtectedHeader>;
  try {
    header = decodeProtectedHeader(token);
  } catch {
    throw new TokenRefused('not a JWT');
  }
  const foreign = Object.keys(header).find((field) => !HEADER_FIELDS.has(field));
  if (foreign !== undefined) throw new TokenRefused(`header field ${foreign}`);
  if (typeof header.kid !== 'string') throw new TokenRefused('no kid');
  const key = keys(header.kid, nowMs);
  if (!key) throw new TokenRefused('unknown kid');
  return key;
};

const claimsOf = (payload: JWTPayload, nowMs: number): AccessTokenClaims => {
  const { iss, aud, sub, sid, jti, roles, seats, auth_time, iat, exp, region } = payload;
  const text = (value: unknown): string => {
    if (typeof value !== 'string' || value === '') throw new TokenRefused('a text claim is empty or no text');
    return value;
  };
  const seconds = (value: unknown): number => {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw new TokenRefused('a time claim is no number');
    return value;
  };
  if (seconds(exp) - seconds(iat) > ACCESS_TOKEN_SECONDS) throw new TokenRefused('lives too long');
  // Clocks of two hosts differ by less than a minute; a token from further in the future was not made by identity's clock.
  if (seconds(iat) * 1000 > nowMs + 60_000) throw new TokenRefused('issued in the future');
  return {
    iss: text(iss),
    aud: Array.isArray(aud) ? aud : [text(aud)],
    sub: text(sub),
    sid: text(sid),
    jti: text(jti),
    roles: rolesOf(roles),
    seats: seatsOf(seats),
    auth_time: seconds(auth_time),
    iat: seconds(iat),
    exp: seconds(exp),
    region: text(region),
  };
};

const rolesOf = (value: unknown): readonly Role[] => {
  if (!Array.isArray(value)) throw new TokenRefused('roles is no list');
  return ROLES.filter((role) => value.includes(role));
};

const seatsOf = (value: unknown): readonly Seat[] => {
  if (!Array.isArray(value)) throw new TokenRefused('seats is no list');
  return value.map((seat: Partial<Record<keyof Seat, unknown>> | null) => {
    const seatRole = SEAT_ROLES.find((role) => role === seat?.seatRole);
    if (typeof seat?.organisationId !== 'string' || !seatRole) throw new TokenRefused('a seat is malformed');
    return { organisationId: seat.organisationId, seatRole };
  });
};
