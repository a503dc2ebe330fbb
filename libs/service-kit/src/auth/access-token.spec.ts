import { createHmac, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { SERVICES } from '@guildhall/kernel';
import { TestTokens } from '../testing/test-tokens.js';
import { TokenRefused } from './access-token.js';
import { DenyList, DENY_WINDOW_MS } from './deny-list.js';
import { KeyRing } from './key-ring.js';
import { TokenVerifier } from './token-verifier.js';

const ACCOUNT = '0190a4e0-0000-7000-8000-000000000001';
const setUp = () => {
  const time = { ms: Date.parse('2026-03-02T09:00:00.000Z') };
  const tokens = new TestTokens(() => time.ms);
  const keys = new KeyRing(tokens.publicJwk);
  const denied = new DenyList();
  const verifier = new TokenVerifier({ service: 'contracts', issuer: 'guildhall', keys, denied, wallMs: () => time.ms });
  return { time, tokens, keys, denied, verifier };
};
const parts = (token: string) => token.split('.') as [string, string, string];
const json = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const opened = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

describe('An access token', () => {
  it('is accepted with its claims, again and again until it expires', async () => {
    const { tokens, verifier, time } = setUp();
    const token = await tokens.mint({
      accountId: ACCOUNT,
      roles: ['client'],
      seats: [{ organisationId: 'o-1', seatRole: 'hiring' }],
    });
    expect(await verifier.verify(token)).toMatchObject({ sub: ACCOUNT, aud: [...SERVICES], roles: ['client'], region: 'eu' });
    time.ms += 299_000;
    expect(await verifier.verify(token)).toMatchObject({ sub: ACCOUNT });
    time.ms += 1_000;
    await expect(verifier.verify(token)).rejects.toBeInstanceOf(TokenRefused);
  });

  it('is refused from the moment its session is denied, also where it was verified before', async () => {
    const { tokens, verifier, denied, time } = setUp();
    const token = await tokens.mint({ accountId: ACCOUNT, sessionId: 's-1' });
    await verifier.verify(token);
    denied.deny('s-1', time.ms + 300_000, time.ms);
    await expect(verifier.verify(token)).rejects.toThrow('session revoked');
  });

  it('is refused when altered, foreign, of another kind or with a key of its own', async () => {
    const { tokens, verifier, time } = setUp();
    const token = await tokens.mint({ accountId: ACCOUNT });
    const [header, payload, signature] = parts(token);
    const claims = opened(payload);
    const { kid } = tokens.publicJwk;
    const stranger = await new TestTokens(() => time.ms).mint({ accountId: ACCOUNT });
    const hmacInput = `${json({ alg: 'HS256', typ: 'at+jwt', kid })}.${payload}`;
    const crafted: Readonly<Record<string, string>> = {
      'no token': 'a.b.c',
      'other key, own kid': stranger,
      'other key, known kid': `${header}.${parts(stranger)[1]}.${parts(stranger)[2]}`,
      'altered role': `${header}.${json({ ...claims, roles: ['operator'] })}.${signature}`,
      'no signature': `${header}.${payload}.`,
      'alg none': `${json({ alg: 'none', typ: 'at+jwt', kid })}.${payload}.`,
      'HMAC under the public key': `${hmacInput}.${createHmac('sha256', tokens.publicJwk.x).update(hmacInput).digest('base64url')}`,
      'id token': `${json({ alg: 'EdDSA', typ: 'JWT', kid })}.${payload}.${signature}`,
      'embedded key': `${json({ alg: 'EdDSA', typ: 'at+jwt', kid, jwk: tokens.publicJwk })}.${payload}.${signature}`,
      'linked key': `${json({ alg: 'EdDSA', typ: 'at+jwt', kid, jku: 'http://127.0.0.1/' })}.${payload}.${signature}`,
      'no kid': `${json({ alg: 'EdDSA', typ: 'at+jwt' })}.${payload}.${signature}`,
      'other audience': await tokens.mint({ accountId: ACCOUNT, audience: ['gigs'] }),
      'other issuer': await tokens.mint({ accountId: ACCOUNT, issuer: 'elsewhere' }),
      expired: await tokens.mint({ accountId: ACCOUNT, expiresIn: -1 }),
    };
    for (const [name, bad] of Object.entries(crafted)) {
      const outcome = await verifier.verify(bad).then(
        () => 'accepted',
        (error: unknown) => error,
      );
      expect([name, outcome]).toEqual([name, expect.any(TokenRefused)]);
    }
  });

  it('is accepted under a published key within its validity and five minutes after', async () => {
    const { keys, time } = setUp();
    const { publicKey } = generateKeyPairSync('ed25519');
    const next = { kty: 'OKP', crv: 'Ed25519', x: publicKey.export({ format: 'jwk' }).x ?? '', kid: 'next' } as const;
    keys.publish(next, '2026-03-02T10:00:00.000Z', '2026-03-02T11:00:00.000Z');
    const at = (text: string) => keys.find('next', Date.parse(text)) !== null;
    expect([
      at('2026-03-02T09:59:59Z'),
      at('2026-03-02T10:00:00Z'),
      at('2026-03-02T11:05:00Z'),
      at('2026-03-02T11:05:01Z'),
    ]).toEqual([false, true, true, false]);
    expect(keys.find('unknown', time.ms)).toBeNull();
  });
});

describe('The deny-list', () => {
  it('forgets a session when its last token has expired, never earlier', () => {
    const denied = new DenyList();
    denied.deny('s', 1_000, 0);
    expect(denied.has('s', DENY_WINDOW_MS)).toBe(true);
    denied.prune(DENY_WINDOW_MS);
    expect(denied.size).toBe(1);
    denied.prune(DENY_WINDOW_MS + 1);
    expect(denied.size).toBe(0);
  });
});
