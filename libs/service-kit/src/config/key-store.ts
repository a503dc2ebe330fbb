import type { ConfigReader } from './config-reader.js';
import { holdsCertificates } from './secure-stores.js';

/** Where the keys of persons lie: a file that the services of one machine share, or a server that speaks the API of HashiCorp Vault. */
export type KeyStorePlace =
  | Readonly<{
      kind: 'file';
      /** File of the key store (SQLite, WAL), shared by the services of one machine; not with `SUBJECT_KEYS_URL`. */
      path: string;
    }>
  | Readonly<{
      kind: 'vault';
      url: string;
      /** Authorities of the key store to trust as PEM text; without them those of the system. */
      ca: string | null;
      auth: 'token' | 'kubernetes';
      token: string;
      /** Mount of the auth method of a cluster, with `kubernetes`. */
      kubernetesMount: string;
      role: string;
      /** Mount of KV version 2 with the keys. */
      mount: string;
      /** Mount of transit, which wraps them. */
      transitMount: string;
      /** Key of transit that wraps new keys: one a region where keys must not leave it. */
      kek: string;
      /** Time limit of one exchange with the key store; it is asked again up to three times. */
      timeoutMs: number;
    }>;

/** A mount or a name of the key store: segments of a path. */
const SEGMENTS = /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/;

/** `SUBJECT_KEYS_PATH` or `SUBJECT_KEYS_URL`: exactly one of them. */
export const keyStorePlace = (read: ConfigReader): KeyStorePlace => {
  /**
   * Address of a key store over the network: HashiCorp Vault or OpenBao; not with `SUBJECT_KEYS_PATH`.
   *
   * @takes URL: `https://`, elsewhere than in production `http://`
   * @refused `http://keys:8200` (no TLS)
   */
  const url = read.optional('SUBJECT_KEYS_URL');
  if (url === null) return { kind: 'file', path: read.text('SUBJECT_KEYS_PATH') };
  if (read.optional('SUBJECT_KEYS_PATH') !== null) read.refuse('SUBJECT_KEYS_URL and SUBJECT_KEYS_PATH: keep one');
  refuseAddress(read, url);
  /** How a service says who it is: by a token of its own, or by its service account of a cluster. */
  const auth = read.oneOf('SUBJECT_KEYS_AUTH', ['token', 'kubernetes'], 'token');
  return {
    kind: 'vault',
    url,
    ca: authority(read),
    auth,
    token: tokenFor(read, auth),
    role: roleFor(read, auth),
    kubernetesMount: segments(read, 'SUBJECT_KEYS_KUBERNETES_MOUNT', read.text('SUBJECT_KEYS_KUBERNETES_MOUNT', 'kubernetes')),
    mount: segments(read, 'SUBJECT_KEYS_MOUNT', read.text('SUBJECT_KEYS_MOUNT', 'guildhall')),
    transitMount: segments(read, 'SUBJECT_KEYS_TRANSIT_MOUNT', read.text('SUBJECT_KEYS_TRANSIT_MOUNT', 'transit')),
    kek: segments(read, 'SUBJECT_KEYS_KEK', read.text('SUBJECT_KEYS_KEK', 'guildhall')),
    timeoutMs: read.integer('SUBJECT_KEYS_TIMEOUT_MS', { min: 100, max: 60_000, fallback: 2_000 }),
  };
};

const refuseAddress = (read: ConfigReader, url: string): void => {
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  if (protocol !== 'http:' && protocol !== 'https:') read.refuse('SUBJECT_KEYS_URL must begin with https:// or http://');
  read.refuseInProduction(protocol === 'http:', 'SUBJECT_KEYS_URL is without TLS');
};

const authority = (read: ConfigReader): string | null => {
  const ca = read.optional('SUBJECT_KEYS_CA');
  if (ca !== null && !holdsCertificates(ca)) read.refuse('SUBJECT_KEYS_CA holds no certificate that can be read');
  read.keep('SUBJECT_KEYS_CA'); // connections are made with it once
  return ca;
};

const tokenFor = (read: ConfigReader, auth: 'token' | 'kubernetes'): string => {
  /**
   * The service's own token, with `token`; looked up again when the file changes.
   *
   * @secret
   */
  const token = read.optional('SUBJECT_KEYS_TOKEN');
  /**
   * Token of the pod's service account, with `kubernetes`: a projected volume renews the file.
   *
   * @secret
   */
  const accountToken = read.optional('SUBJECT_KEYS_ACCOUNT_TOKEN');
  const given = auth === 'token' ? token : accountToken;
  if (given === null) read.refuse(auth === 'token' ? 'SUBJECT_KEYS_TOKEN is missing' : 'SUBJECT_KEYS_ACCOUNT_TOKEN is missing');
  return given ?? '';
};

const roleFor = (read: ConfigReader, auth: 'token' | 'kubernetes'): string => {
  /** Role of the auth method that stands for this service, with `kubernetes`. */
  const role = read.optional('SUBJECT_KEYS_ROLE');
  if (auth === 'kubernetes' && role === null) read.refuse('SUBJECT_KEYS_ROLE is missing');
  return role ?? '';
};

const segments = (read: ConfigReader, name: string, text: string): string => {
  if (!SEGMENTS.test(text)) read.refuse(`${name} must be a name, or names with slashes between them`);
  return text;
};
