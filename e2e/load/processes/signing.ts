import { generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { SERVICES } from '@guildhall/kernel';

const KEY_ID = 'local-bench';
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A key of the bench's own, given to a service as its first signing key, and tokens signed with it (RFC 9068, RFC 8037). */
export class BenchSigner {
  readonly publicJwk: string;
  private readonly privateKey: KeyObject;

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    this.privateKey = privateKey;
    this.publicJwk = JSON.stringify({ ...publicKey.export({ format: 'jwk' }), kid: KEY_ID, alg: 'EdDSA', use: 'sig' });
  }

  /** An access token of five minutes for somebody who speaks for themselves. */
  token(accountId: string): string {
    const iat = Math.floor(Date.now() / 1000);
    const times = { iat, exp: iat + 300, auth_time: iat };
    const holder = { sub: accountId, sid: randomUUID(), jti: randomUUID(), roles: ['freelancer'], seats: [], region: 'eu' };
    const content = `${encode({ alg: 'EdDSA', typ: 'at+jwt', kid: KEY_ID })}.${encode({ iss: 'guildhall', aud: SERVICES, ...holder, ...times })}`;
    return `${content}.${sign(null, Buffer.from(content), this.privateKey).toString('base64url')}`;
  }
}
