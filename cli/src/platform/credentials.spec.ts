import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCredentials } from './credentials.js';

const none = { url: undefined, email: undefined, password: undefined, credentialsFile: undefined, eventStoreUrl: undefined };

describe('Credentials', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'guildhall-cli-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const file = (text: string, mode: number): string => {
    const path = join(folder, `${mode}-${text.length}.json`);
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  };
  const good = JSON.stringify({ email: 'a@b.example', password: 'secret' });

  it('come from a file before the environment', () => {
    const environment = { ...none, email: 'e@f.example', password: 'other' };
    expect(readCredentials(environment, undefined)).toEqual({ email: 'e@f.example', password: 'other' });
    expect(readCredentials(environment, file(good, 0o600))).toEqual({ email: 'a@b.example', password: 'secret' });
    expect(readCredentials({ ...none, credentialsFile: file(good, 0o640) }, undefined)).toMatchObject({ email: 'a@b.example' });
  });

  it('are refused from a file that everybody can read, that is no JSON, or says too little', () => {
    expect(() => readCredentials(none, file(good, 0o644))).toThrow(/chmod 600/);
    const malformed = file('{"password":"secret', 0o600);
    expect(() => readCredentials(none, malformed)).toThrow(/cannot be read as JSON \(malformed\)/);
    expect(() => readCredentials(none, file('{}', 0o600))).toThrow(/has to hold/);
    expect(() => readCredentials(none, join(folder, 'absent.json'))).toThrow(/ENOENT/);
    expect(() => readCredentials(none, undefined)).toThrow(/Who signs in/);
  });
});
