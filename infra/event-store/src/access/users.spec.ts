import { describe, expect, it } from '@jest/globals';
import { Unauthenticated } from './access.js';
import { hashPassword, isPasswordHash, matchesHash } from './password.js';
import { Users } from './users.js';

const basic = (name: string, password: string): string => `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;

describe('A password hash', () => {
  it('matches its password and no other', async () => {
    const hash = await hashPassword('pässword: 1');
    expect(isPasswordHash(hash)).toBe(true);
    expect(await matchesHash('pässword: 1', hash)).toBe(true);
    expect(await matchesHash('pässword: 2', hash)).toBe(false);
    expect(await hashPassword('pässword: 1')).not.toBe(hash);
  });
  it.each([
    ['plain text'],
    ['scrypt$16383$8$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['scrypt$4194304$8$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['scrypt$16384$0$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['scrypt$16384$8$1$short$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
  ])('is not %s', async (text) => {
    expect(isPasswordHash(text)).toBe(false);
    expect(await matchesHash('x', text)).toBe(false);
  });
});

describe('Users', () => {
  it('are known by name and password, with their groups and without their hash', async () => {
    const users = new Users([{ name: 'ann', groups: ['editors'], passwordHash: await hashPassword('a:b') }]);
    const first = await users.identify(basic('ann', 'a:b'));
    expect(first).toEqual({ name: 'ann', groups: ['editors'] });
    expect(await users.identify(basic('ann', 'a:b'))).toBe(first);
  });
  it('are checked once, however many calls ask at once', async () => {
    const users = new Users([{ name: 'ann', groups: [], passwordHash: await hashPassword('a') }]);
    const found = await Promise.all(Array.from({ length: 200 }, () => users.identify(basic('ann', 'a'))));
    expect(new Set(found).size).toBe(1);
  });
  it('stay refused after a right answer for the same name', async () => {
    const users = new Users([{ name: 'ann', groups: [], passwordHash: await hashPassword('a') }]);
    await users.identify(basic('ann', 'a'));
    for (const header of [basic('ann', 'b'), basic('eve', 'a'), basic('ann', ''), basic('', 'a'), 'Bearer x', 'Basic', ''])
      await expect(users.identify(header)).rejects.toBeInstanceOf(Unauthenticated);
  });
});
