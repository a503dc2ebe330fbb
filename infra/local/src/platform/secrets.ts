import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Obstacle } from '../supervision/obstacle.js';
import { serviceNames, type ServiceName } from './services.js';

/** A private Ed25519 key as a JSON Web Key, RFC 8037. */
export interface PrivateJwk {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly d: string;
  readonly kid: string;
  readonly alg: 'EdDSA';
  readonly use: 'sig';
}

export type PublicJwk = Omit<PrivateJwk, 'd'>;

/** Made once for a data folder. Keys are 32 random bytes in base64url. */
export interface Secrets {
  readonly firstSigningKey: PrivateJwk;
  readonly bootstrapSecret: string;
  readonly emailHmacKey: string;
  readonly codeHmacKey: string;
  readonly refreshHmacKey: string;
  readonly cursorKey: string;
  readonly paymentWebhookSecret: string;
  readonly paymentProviderKey: string;
  readonly requestHashKeys: Readonly<Record<ServiceName, string>>;
}

/** Services refuse a key with such an id in production. */
const LOCAL_KEY_PREFIX = 'local-';
const OWNER_ONLY = 0o600;
const OWNER_FOLDER = 0o700;
const newKey = (): string => randomBytes(32).toString('base64url');

/** Thumbprint of the key, RFC 7638 with the members of RFC 8037. */
const thumbprint = (x: string): string =>
  createHash('sha256')
    .update(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }))
    .digest('base64url');

const newSigningKey = (): PrivateJwk => {
  const { x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  if (x === undefined || d === undefined) throw new Error('the key pair has no coordinates');
  return { kty: 'OKP', crv: 'Ed25519', x, d, kid: `${LOCAL_KEY_PREFIX}${thumbprint(x)}`, alg: 'EdDSA', use: 'sig' };
};

const newSecrets = (): Secrets => ({
  firstSigningKey: newSigningKey(),
  bootstrapSecret: newKey(),
  emailHmacKey: newKey(),
  codeHmacKey: newKey(),
  refreshHmacKey: newKey(),
  cursorKey: newKey(),
  paymentWebhookSecret: newKey(),
  paymentProviderKey: newKey(),
  requestHashKeys: Object.fromEntries(serviceNames.map((name) => [name, newKey()])) as Secrets['requestHashKeys'],
});

export const publicPart = ({ kty, crv, x, kid, alg, use }: PrivateJwk): PublicJwk => ({ kty, crv, x, kid, alg, use });

const isSecrets = (value: unknown): value is Secrets =>
  typeof value === 'object' && value !== null && Object.keys(newSecrets()).every((key) => key in value);

/**
 * The secrets of a data folder; made on the first start, readable by their owner alone.
 *
 * Losing them loses accounts: e-mail addresses are found by an HMAC. So they lie beside the subjects' keys, in a folder that is copied.
 *
 * @throws {Obstacle} when the file is damaged
 */
export const ensureSecrets = async (keysDir: string): Promise<Secrets> => {
  const file = join(keysDir, 'secrets.json');
  await mkdir(keysDir, { recursive: true, mode: OWNER_FOLDER });
  if (!existsSync(file)) {
    const draft = `${file}.draft`;
    await writeFile(draft, JSON.stringify(newSecrets(), null, 2), { mode: OWNER_ONLY });
    await rename(draft, file);
  }
  await chmod(file, OWNER_ONLY);
  const value: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (isSecrets(value)) return value;
  throw new Obstacle(`${file} is damaged: copy it back from where you keep copies, or begin anew with \`npm start -- --reset\``);
};
