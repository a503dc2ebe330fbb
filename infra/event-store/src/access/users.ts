import { createHmac, randomBytes } from 'node:crypto';
import { Unauthenticated, type User } from './access.js';
import { hashPassword, matchesHash } from './password.js';

export type Account = User & Readonly<{ passwordHash: string }>;

/** Credentials remembered as right; a client sends the same ones with every call. */
const MAX_REMEMBERED = 1_000;

/**
 * The users of the server and the check of their passwords. scrypt is too slow for every call, so that right credentials are
 * remembered by an HMAC under a key of this process: neither password nor header stays in memory. Wrong ones pay each time.
 */
export class Users {
  readonly #accounts: ReadonlyMap<string, Account>;
  readonly #key = randomBytes(32);
  readonly #remembered = new Map<string, User>();
  readonly #checking = new Map<string, Promise<User>>();
  readonly #nobody = hashPassword(randomBytes(16).toString('base64url'));

  constructor(accounts: readonly Account[]) {
    this.#accounts = new Map(accounts.map((account) => [account.name, account]));
  }

  /** The user of an `authorization` header. Fails with `Unauthenticated` where it names none or the password is another. */
  async identify(authorization: string): Promise<User> {
    const digest = createHmac('sha256', this.#key).update(authorization).digest('base64');
    const known = this.#remembered.get(digest);
    if (known) return known;
    const check = this.#checking.get(digest) ?? this.#check(digest, authorization);
    this.#checking.set(digest, check);
    return check;
  }

  async #check(digest: string, authorization: string): Promise<User> {
    try {
      const { name, password } = basicCredentials(authorization);
      const account = this.#accounts.get(name);
      // An unknown name takes as long as a wrong password, so that names cannot be probed.
      const matches = await matchesHash(password, account?.passwordHash ?? (await this.#nobody));
      if (!account || !matches) throw new Unauthenticated('The user name or the password is wrong.');
      return this.#remember(digest, { name: account.name, groups: account.groups });
    } finally {
      this.#checking.delete(digest);
    }
  }

  #remember(digest: string, user: User): User {
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size >= MAX_REMEMBERED && oldest !== undefined) this.#remembered.delete(oldest);
    this.#remembered.set(digest, user);
    return user;
  }
}

/** Name and password of HTTP's basic scheme (RFC 7617); the password may hold colons. */
function basicCredentials(authorization: string): { name: string; password: string } {
  const encoded = /^basic +([\w+/=-]+) *$/i.exec(authorization)?.[1];
  const text = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) throw new Unauthenticated('Credentials are understood in the basic scheme only.');
  return { name: text.slice(0, colon), password: text.slice(colon + 1) };
}
