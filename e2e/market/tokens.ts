import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SERVICES } from '@guildhall/kernel';
import { journeyConfig } from './config.js';

type PrivateJwk = Readonly<{ kty: string; crv: string; x: string; d: string; kid: string }>;
type Claims = Readonly<{ sub: string; roles?: readonly string[]; aud?: readonly string[]; ageSeconds?: number }>;

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Makes tokens that identity would not make (expired, for somebody else), signed with the platform's own key. */
export class TokenForge {
  private constructor(private readonly jwk: PrivateJwk) {}

  static async open(): Promise<TokenForge> {
    const secrets = JSON.parse(await readFile(join(journeyConfig().dataDir, 'keys', 'secrets.json'), 'utf8')) as {
      firstSigningKey: PrivateJwk;
    };
    return new TokenForge(secrets.firstSigningKey);
  }

  token({ sub, roles = [], aud = SERVICES, ageSeconds = 0 }: Claims): string {
    const iat = Math.floor(Date.now() / 1000) - ageSeconds;
    const times = { iat, exp: iat + 300, auth_time: iat };
    const claims = { iss: 'guildhall', aud, sub, sid: randomUUID(), jti: randomUUID(), roles, seats: [], region: 'eu', ...times };
    const signed = `${encode({ alg: 'EdDSA', typ: 'at+jwt', kid: this.jwk.kid })}.${encode(claims)}`;
    const { kty, crv, x, d } = this.jwk;
    const key = createPrivateKey({ key: { kty, crv, x, d }, format: 'jwk' });
    return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
  }
}
