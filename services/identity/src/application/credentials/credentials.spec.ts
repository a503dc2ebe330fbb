import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { deviceOf, placeOf } from '../sign-in/origin.js';
import { MailedCodes } from './mailed-codes.js';
import { PasswordHasher } from './password-hasher.js';
import { RefreshTokens } from './refresh-tokens.js';

describe('Refresh tokens', () => {
  const tokens = new RefreshTokens({ refreshHmacKey: randomBytes(32) });
  const sessionId = newId();

  it('can be derived again and prove session and generation', () => {
    for (const generation of [0, 1, 25_920]) {
      const token = tokens.tokenOf({ sessionId, generation });
      expect(token).toBe(tokens.tokenOf({ sessionId, generation }));
      expect(tokens.prove(token)).toEqual({ sessionId, generation });
    }
  });

  it('of another key, session or generation, and malformed ones, prove nothing', () => {
    const [, secret = ''] = tokens.tokenOf({ sessionId, generation: 1 }).split('.');
    const bytes = Buffer.from(secret, 'base64url');
    bytes.writeUInt32BE(2);
    const foreign = new RefreshTokens({ refreshHmacKey: randomBytes(32) }).tokenOf({ sessionId, generation: 1 });
    const forged = [
      foreign,
      `${newId()}.${secret}`,
      `${sessionId}.${bytes.toString('base64url')}`,
      `${sessionId}.${secret}.x`,
      `x.${secret}`,
      '',
      '.',
    ];
    for (const token of forged) expect([token, tokens.prove(token)]).toEqual([token, null]);
  });

  it('survive one rotation of the key; new ones are of the new key', () => {
    const [first, second, third] = [randomBytes(32), randomBytes(32), randomBytes(32)];
    const place = { sessionId, generation: 3 };
    const old = new RefreshTokens({ refreshHmacKey: first }).tokenOf(place);
    const rotated = new RefreshTokens({ refreshHmacKey: second, formerRefreshHmacKey: first });
    expect(rotated.prove(old)).toEqual(place);
    expect(rotated.tokenOf(place)).toBe(new RefreshTokens({ refreshHmacKey: second }).tokenOf(place));
    expect(new RefreshTokens({ refreshHmacKey: third, formerRefreshHmacKey: second }).prove(old)).toBeNull();
  });
});

describe('Mailed codes', () => {
  const codes = new MailedCodes({ codeHmacKey: randomBytes(32) });
  const identity = { accountId: newId(), purpose: 'verify', codeId: newId() } as const;

  it('are 8 digits, derived again alike, and others for another account, purpose or id', () => {
    const code = codes.codeOf(identity);
    expect(code).toMatch(/^[0-9]{8}$/);
    expect(codes.codeOf(identity)).toBe(code);
    const others = [{ accountId: newId() }, { purpose: 'reset' as const }, { codeId: newId() }].map((other) =>
      codes.codeOf({ ...identity, ...other }),
    );
    expect(new Set([code, ...others]).size).toBe(4);
    expect([codes.judge(identity, code), codes.judge(identity, `${code}0`), codes.judge(identity, '')]).toEqual([
      'right',
      'wrong',
      'wrong',
    ]);
  });

  it('stay right through one rotation of the key', () => {
    const [first, second] = [randomBytes(32), randomBytes(32)];
    const mailed = new MailedCodes({ codeHmacKey: first }).codeOf(identity);
    const judge = (formerCodeHmacKey: Buffer | null) =>
      new MailedCodes({ codeHmacKey: second, formerCodeHmacKey }).judge(identity, mailed);
    expect([judge(first), judge(null)]).toEqual(['right', 'wrong']);
  });
});

describe('Password hashes', () => {
  const hasher = new PasswordHasher({ emailHmacKey: randomBytes(32) });

  it('are argon2id at the settings of the security page, salted, and need the pepper', async () => {
    const [one, two] = await Promise.all([hasher.hash('a phrase'), hasher.hash('a phrase')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    expect([await hasher.matches(one, 'a phrase'), await hasher.matches(one, 'another')]).toEqual([true, false]);
    expect(await new PasswordHasher({ emailHmacKey: randomBytes(32) }).matches(one, 'a phrase')).toBe(false);
    expect([hasher.isOutdated(one), hasher.isOutdated(one.replace('t=2', 't=1'))]).toEqual([false, true]);
  });

  it('match nothing where there is none', async () => expect(await hasher.matches(null, 'a phrase')).toBe(false));

  it('are made in turn: a flood is refused before it takes the cores', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 203 }, () => hasher.matches('$argon2id$nonsense', 'x')));
    const codes = outcomes.map((outcome) =>
      outcome.status === 'rejected' ? (outcome.reason as { code?: string }).code : 'matched',
    );
    expect(codes.filter((code) => code === 'COMMON.RATE_LIMITED')).toHaveLength(1);
    await expect(hasher.hash('a phrase')).resolves.toContain('$argon2id$');
  });
});

describe('The origin of a session', () => {
  it('is the network, not the address', () => {
    expect(['192.0.2.7', '::ffff:192.0.2.7', '2001:db8:1:2::5', '::1', 'x'].map(placeOf)).toEqual([
      ...['192.0.2.0/24', '192.0.2.0/24', '2001:db8:1::/48', '0:0:0::/48', 'unknown'],
    ]);
    expect([deviceOf(undefined), deviceOf('a'.repeat(500)).length]).toEqual(['unknown', 200]);
  });
});
