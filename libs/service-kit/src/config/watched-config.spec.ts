import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@guildhall/testing';
import { ConfigReader, type Environment } from './config-reader.js';
import { viewOf } from './view-of.js';
import { WatchedConfig, type SecretReload, type WatchOptions } from './watched-config.js';

const secret = (): string => randomBytes(32).toString('base64url');
/** Long enough that only a told change can be what is seen. */
const NEVER_MS = 600_000;
const DEADLINE_MS = 20_000;

/** A volume as kubelet writes it: names lead through `..data` to the folder of one version, and a new version is one rename. */
class Volume {
  readonly root = mkdtempSync(join(tmpdir(), 'guildhall-volume-'));
  private version = 0;

  /** `files`: by path below the root, one folder deep. Names that the volume had before stay, as their texts are new. */
  publish(files: Readonly<Record<string, string>>): void {
    this.version += 1;
    const folder = `..2026_${String(this.version)}`;
    for (const [path, text] of Object.entries(files)) {
      const [first = ''] = path.split('/');
      mkdirSync(join(this.root, folder, first), { recursive: true });
      writeFileSync(join(this.root, folder, path), text);
      if (this.version === 1) this.link(first);
    }
    symlinkSync(folder, join(this.root, '..data_tmp'));
    renameSync(join(this.root, '..data_tmp'), join(this.root, '..data'));
    rmSync(join(this.root, `..2026_${String(this.version - 1)}`), { recursive: true, force: true });
  }

  private link(name: string): void {
    rmSync(join(this.root, name), { force: true });
    symlinkSync(`..data/${name}`, join(this.root, name));
  }
}

const configOf = (env: Environment) => (texts: ConstructorParameters<typeof ConfigReader>[2]) => {
  const read = new ConfigReader(env, 'production', texts);
  const config = {
    password: read.text('PASSWORD'),
    key: read.secret('KEY'),
    formerKey: read.formerSecret('KEY'),
    pepper: read.text('PEPPER', 'none'),
  };
  read.keep('PEPPER');
  read.finish();
  return config;
};

describe('A configuration whose variables come from files', () => {
  let volume: Volume;
  let watched: WatchedConfig<ReturnType<ReturnType<typeof configOf>>>;
  let reloads: SecretReload[];
  let texts: Record<string, string>;

  const env = (): Environment => ({
    PASSWORD_FILE: join(volume.root, 'kafka/password'),
    KEY_FILE: join(volume.root, 'own/KEY'),
    KEY_FORMER_FILE: join(volume.root, 'former/KEY'),
    PEPPER_FILE: join(volume.root, 'own/PEPPER'),
  });
  const publish = (newer: Readonly<Record<string, string>>): void => volume.publish((texts = { ...texts, ...newer }));
  const begin = (options: Partial<WatchOptions> = {}): void => {
    watched = new WatchedConfig(configOf(env()));
    watched.watch({ onReload: (reload) => void reloads.push(reload), lookEveryMs: NEVER_MS, settleMs: 20, ...options });
  };
  const outcomes = (): readonly string[] => reloads.map(({ variable, outcome }) => `${variable} ${outcome}`);
  const soon = (what: string, holds: () => boolean) => eventually(what, async () => holds() || undefined, DEADLINE_MS);
  const outcomesAre = async (...expected: readonly string[]) => {
    await soon(expected.join(', '), () => outcomes().length >= expected.length);
    expect(outcomes()).toEqual(expected);
  };

  beforeEach(() => {
    volume = new Volume();
    reloads = [];
    texts = {};
    publish({ 'kafka/password': 'first\n', 'own/KEY': secret(), 'own/PEPPER': 'salt', 'former/KEY': '' });
    begin();
  });
  afterEach(() => {
    watched.stop();
    rmSync(volume.root, { recursive: true, force: true });
  });

  it('takes each new version of a volume, and tells those that asked for the variable', async () => {
    const told: string[] = [];
    watched.onChange(['PASSWORD'], () => told.push(watched.config.password));
    watched.onChange(['KEY'], () => told.push('key'));
    const end = watched.onChange(['PASSWORD'], () => told.push('ended'));
    end();
    for (const password of ['second', 'third']) {
      publish({ 'kafka/password': `${password}\n` });
      await soon(password, () => watched.config.password === password);
    }
    expect(told).toEqual(['second', 'third']);
    expect(outcomes()).toEqual(['PASSWORD taken', 'PASSWORD taken']);
    expect(reloads[0]).toMatchObject({ file: join(volume.root, 'kafka/password'), reasons: [] });
  });

  it('keeps the former value through a moment without text, and warns once', async () => {
    publish({ 'kafka/password': '' });
    await outcomesAre('PASSWORD refused');
    publish({ 'kafka/password': 'first\n' });
    publish({ 'kafka/password': 'second' });
    await outcomesAre('PASSWORD refused', 'PASSWORD taken');
    expect(watched.config.password).toBe('second');
  });

  it('keeps the former value where the new one is not what the variable takes, and takes the others', async () => {
    const { key } = watched.config;
    publish({ 'own/KEY': 'not a key', 'kafka/password': 'second' });
    await outcomesAre('PASSWORD taken', 'KEY refused');
    expect(watched.config.key).toEqual(key);
    expect(reloads[1]?.reasons[0]).toContain('KEY must be 32 bytes');
    expect(JSON.stringify(reloads)).not.toContain('not a key');
  });

  it('takes a key and the one before it in one step, and lets the former one end', async () => {
    const [older = '', newer] = [texts['own/KEY'], secret()];
    publish({ 'former/KEY': newer });
    await outcomesAre('KEY_FORMER taken');
    publish({ 'own/KEY': newer, 'former/KEY': older });
    await soon('the new key', () => watched.config.key.toString('base64url') === newer);
    expect(watched.config.formerKey?.toString('base64url')).toBe(older);
    const { 'former/KEY': _, ...rest } = texts;
    volume.publish((texts = rest));
    await soon('the end of the former key', () => watched.config.formerKey === null);
    expect(outcomes().filter((outcome) => outcome.endsWith('refused'))).toEqual([]);
  });

  it('changes nothing of what counts from a start on', async () => {
    publish({ 'own/PEPPER': 'other' });
    await outcomesAre('PEPPER kept');
    expect(watched.config.pepper).toBe('salt');
  });

  it('finds by itself what nobody told it of', async () => {
    watched.stop();
    const away = { ...env(), PASSWORD_FILE: join(volume.root, 'later') };
    writeFileSync(away.PASSWORD_FILE, 'first');
    watched = new WatchedConfig(configOf(away));
    // Before it watches: no change will be told.
    writeFileSync(away.PASSWORD_FILE, 'second');
    watched.watch({ onReload: (reload) => void reloads.push(reload), lookEveryMs: 20 });
    expect(watched.config.password).toBe('second');
  });

  it('is read by clients at each use', async () => {
    const client = viewOf(() => ({ password: watched.config.password }));
    publish({ 'kafka/password': 'second' });
    await soon('the new password', () => client.password === 'second');
  });
});
