import { createPrivateKey, sign } from 'node:crypto';
import { secretsOf } from './secrets.js';

type PrivateJwk = Readonly<{ kty: string; crv: string; x: string; d: string; kid: string }>;
type Claims = Readonly<{ iat: number; exp: number; auth_time: number; aud: readonly string[] }>;

/** Well beyond the five minutes of an access token and any tolerance for clocks. */
const PAST_SECONDS = 900;

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What an access token says; nothing is verified. */
const claimsOf = (token: string): Claims => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims;

/** When an access token ends, Unix milliseconds. */
export const endOf = (token: string): number => claimsOf(token).exp * 1000;

/** Makes tokens that identity would not make, signed with the platform's own key: somebody's own token with one thing wrong. */
export class TokenForge {
  private constructor(private readonly jwk: PrivateJwk) {}

  static async open(): Promise<TokenForge> {
    return new TokenForge((await secretsOf<{ firstSigningKey: PrivateJwk }>()).firstSigningKey);
  }

  /** The same token, as it is a quarter of an hour later. */
  expired(token: string): string {
    const { iat, exp, auth_time, ...claims } = claimsOf(token);
    const times = { iat: iat - PAST_SECONDS, exp: exp - PAST_SECONDS, auth_time: auth_time - PAST_SECONDS };
    return this.signed({ ...claims, ...times });
  }

  /** The same token, made for services that are not ours. */
  forElsewhere(token: string): string {
    return this.signed({ ...claimsOf(token), aud: ['elsewhere'] });
  }

  private signed(claims: object): string {
    const text = `${encode({ alg: 'EdDSA', typ: 'at+jwt', kid: this.jwk.kid })}.${encode(claims)}`;
    const { kty, crv, x, d } = this.jwk;
    const key = createPrivateKey({ key: { kty, crv, x, d }, format: 'jwk' });
    return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
  }
}
