import { describe, expect, it } from '@jest/globals';
import { UnusableOptions } from '../options/unusable-options.js';
import { accountsOf } from './users-file.js';

const passwordHash = 'scrypt$16384$8$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

describe('A file of users', () => {
  it('names users with their hash and groups', () => {
    const content = JSON.stringify({ users: { ann: { passwordHash, groups: ['editors', '$ops'] }, 'b b': { passwordHash } } });
    expect(accountsOf(content, 'u.json')).toEqual([
      { name: 'ann', groups: ['editors', '$ops'], passwordHash },
      { name: 'b b', groups: [], passwordHash },
    ]);
  });
  it.each([
    [{ users: [] }, "u.json holds no object 'users'."],
    [[], "u.json holds no object 'users'."],
    [{ users: { 'a:b': { passwordHash } } }, "'a:b' in u.json cannot name a user."],
    [{ users: { $admins: { passwordHash } } }, "'$admins' in u.json cannot name a user."],
    [{ users: { ann: { passwordHash, password: 'x' } } }, "The user 'ann' in u.json has an unknown field 'password'."],
    [
      { users: { ann: { passwordHash: 'secret' } } },
      "The user 'ann' in u.json needs a passwordHash: make one with 'event-store hash-password'.",
    ],
    [
      { users: { ann: { passwordHash, groups: ['$all'] } } },
      "The groups of the user 'ann' in u.json are a list of names; everybody is in $all already.",
    ],
    [
      { users: { ann: { passwordHash, groups: 'editors' } } },
      "The groups of the user 'ann' in u.json are a list of names; everybody is in $all already.",
    ],
  ])('is refused with one sentence: %j', (content, sentence) => {
    expect(() => accountsOf(JSON.stringify(content), 'u.json')).toThrow(new UnusableOptions(sentence));
  });
  it('is refused where it is no JSON', () => {
    expect(() => accountsOf('users:', 'u.json')).toThrow(/^u.json is not JSON: /);
  });
});
