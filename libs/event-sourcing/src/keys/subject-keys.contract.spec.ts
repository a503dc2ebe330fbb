import { DatabaseSync } from 'node:sqlite';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '../store/store.errors.js';
import { CachedSubjectKeys } from './cached-subject-keys.js';
import { subjectKeysContract } from './contract/subject-keys.contract.js';
import { InMemorySubjectKeys } from './in-memory-subject-keys.js';
import { SqliteSubjectKeys } from './sqlite-subject-keys.js';

const folder = mkdtempSync(join(tmpdir(), 'guildhall-keys-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const file = (): string => join(folder, `keys-${(files += 1)}.sqlite`);

subjectKeysContract('SQLite', async () => {
  const path = file();
  return [new SqliteSubjectKeys(path), new SqliteSubjectKeys(path)];
});
subjectKeysContract('SQLite behind the cache', async () => {
  const path = file();
  return [new CachedSubjectKeys(new SqliteSubjectKeys(path)), new CachedSubjectKeys(new SqliteSubjectKeys(path))];
});
subjectKeysContract('Memory', async () => {
  const keys = new InMemorySubjectKeys();
  return [keys, keys];
});

describe('The SQLite key store', () => {
  it('finds its keys again after a restart', async () => {
    const path = file();
    const before = new SqliteSubjectKeys(path);
    const key = await before.ensure('ada', 'contact');
    await before.close();
    const after = new SqliteSubjectKeys(path);
    expect(await after.find('ada', 'contact')).toEqual(key);
    await after.close();
  });

  it('leaves no byte of a destroyed key in its files', async () => {
    const path = file();
    const keys = new SqliteSubjectKeys(path);
    const { key } = await keys.ensure('ada', 'contact');
    const onDisk = (): boolean =>
      readdirSync(folder)
        .filter((name) => join(folder, name).startsWith(path))
        .some((name) => readFileSync(join(folder, name)).includes(key));
    expect(onDisk()).toBe(true);
    await keys.destroy('ada');
    expect(onDisk()).toBe(false);
    await keys.close();
  });

  it('does not say that a key is destroyed while a reader keeps its bytes in the log', async () => {
    const path = file();
    const keys = new SqliteSubjectKeys(path, { busyTimeoutMs: 50 });
    const { key } = await keys.ensure('ada', 'contact');
    const bytes = (): boolean => [path, `${path}-wal`].some((name) => readFileSync(name).includes(key));
    const reader = new DatabaseSync(path, { readOnly: true });
    reader.exec('BEGIN; SELECT count(*) FROM subject_key');
    await expect(keys.destroy('ada')).rejects.toThrow(StoreUnavailable);
    expect(await keys.find('ada', 'contact')).toBeNull();
    expect(bytes()).toBe(true);
    reader.close();
    await keys.destroy('ada');
    expect(bytes()).toBe(false);
    await keys.close();
  });

  it('says that it is unavailable when the file cannot be opened', () => {
    expect(() => new SqliteSubjectKeys(join(folder, 'no-such-folder', 'keys.sqlite'))).toThrow(StoreUnavailable);
  });
});
