import { describe, expect, it } from '@jest/globals';
import { CachedSubjectKeys } from './cached-subject-keys.js';
import { subjectKeysContract } from './contract/subject-keys.contract.js';
import { InMemorySubjectKeys } from './in-memory-subject-keys.js';

subjectKeysContract('Memory', async () => {
  const keys = new InMemorySubjectKeys();
  return [keys, keys];
});
subjectKeysContract('Memory behind the cache', async () => {
  const keys = new InMemorySubjectKeys();
  return [new CachedSubjectKeys(keys), new CachedSubjectKeys(keys)];
});

const MINUTE = 60_000;

describe('The cache over a key store', () => {
  const setUp = async () => {
    const keys = new InMemorySubjectKeys();
    const clock = { now: 0 };
    const cache = new CachedSubjectKeys(keys, { now: () => clock.now });
    const key = await keys.ensure('ada', 'contact');
    return { keys, clock, cache, key };
  };

  it('does not ask again within five minutes, and does after them', async () => {
    const { keys, clock, cache, key } = await setUp();
    expect(await cache.byKid(key.kid)).toEqual(key);
    expect(await cache.find('ada', 'contact')).toEqual(key);
    await keys.destroy('ada'); // by another process
    clock.now = 5 * MINUTE - 1;
    expect(await cache.byKid(key.kid)).toEqual(key);
    expect(await cache.find('ada', 'contact')).toEqual(key);
    clock.now = 5 * MINUTE;
    expect(await cache.byKid(key.kid)).toBeNull();
    expect(await cache.find('ada', 'contact')).toBeNull();
  });

  it('forgets a subject at once when told, however its key was found', async () => {
    const { keys, cache, key } = await setUp();
    await cache.byKid(key.kid);
    await keys.destroy('ada');
    cache.forget('ada');
    expect(await cache.byKid(key.kid)).toBeNull();
    expect(await cache.find('ada', 'contact')).toBeNull();
  });
});
