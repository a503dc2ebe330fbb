import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';

/** scrypt (RFC 7914) with 16 MiB of memory, about 50 ms; each hash carries its own parameters, so that they may grow. */
const COST = { N: 16_384, r: 8, p: 1 } as const;
const SALT_BYTES = 16;
const KEY_BYTES = 32;
/** More than this is refused when a hash is read: a file must not be able to take the machine's memory. */
const MOST = { N: 1_048_576, r: 32, p: 16 } as const;

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

type Parsed = Readonly<{ N: number; r: number; p: number; salt: Buffer; key: Buffer }>;

/** `scrypt$N$r$p$salt$key`, salt and key in base64url. Two hashes of one password differ. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await keyOf(password, { ...COST, salt }, KEY_BYTES);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Whether the password is the one that was hashed. Takes the same time for a right and a wrong one. */
export async function matchesHash(password: string, hash: string): Promise<boolean> {
  const parsed = parse(hash);
  return parsed !== undefined && timingSafeEqual(await keyOf(password, parsed, parsed.key.length), parsed.key);
}

export const isPasswordHash = (text: string): boolean => parse(text) !== undefined;

function parse(hash: string): Parsed | undefined {
  const match = /^scrypt\$(\d{1,7})\$(\d{1,2})\$(\d{1,2})\$([\w-]{22,86})\$([\w-]{43,86})$/.exec(hash);
  if (!match) return undefined;
  const [, n = '', r = '', p = '', salt = '', key = ''] = match;
  const parsed = {
    N: Number(n),
    r: Number(r),
    p: Number(p),
    salt: Buffer.from(salt, 'base64url'),
    key: Buffer.from(key, 'base64url'),
  };
  const powerOfTwo = parsed.N > 1 && Number.isInteger(Math.log2(parsed.N));
  const inRange = powerOfTwo && parsed.N <= MOST.N && within(parsed.r, MOST.r) && within(parsed.p, MOST.p);
  return inRange ? parsed : undefined;
}

const within = (value: number, most: number): boolean => value >= 1 && value <= most;

// Node refuses what needs more than `maxmem`; scrypt needs 128 * N * r bytes and a little.
const keyOf = (password: string, { N, r, p, salt }: Omit<Parsed, 'key'>, bytes: number): Promise<Buffer> =>
  derive(password, salt, bytes, { N, r, p, maxmem: 256 * N * r });
