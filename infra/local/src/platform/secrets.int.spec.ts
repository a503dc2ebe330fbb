import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureSecrets, publicPart } from './secrets.js';

describe('the secrets of a data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'guildhall-secrets-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('are made once and can be read by their owner alone', async () => {
    const first = await ensureSecrets(join(folder, 'keys'));
    expect(await ensureSecrets(join(folder, 'keys'))).toEqual(first);
    expect(statSync(join(folder, 'keys', 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(Buffer.from(first.emailHmacKey, 'base64url')).toHaveLength(32);
    expect(new Set(Object.values(first.requestHashKeys)).size).toBe(6);
  });

  it('hold a signing key whose public part verifies what it signed and tells nothing more', async () => {
    const { firstSigningKey } = await ensureSecrets(folder);
    const known = publicPart(firstSigningKey);
    expect(known).not.toHaveProperty('d');
    const signature = sign(null, Buffer.from('words'), createPrivateKey({ key: { ...firstSigningKey }, format: 'jwk' }));
    expect(verify(null, Buffer.from('words'), createPublicKey({ key: { ...known }, format: 'jwk' }), signature)).toBe(true);
  });

  it('are refused with the remedy when the file is damaged', async () => {
    writeFileSync(join(folder, 'secrets.json'), '{}');
    await expect(ensureSecrets(folder)).rejects.toThrow('is damaged');
  });
});
