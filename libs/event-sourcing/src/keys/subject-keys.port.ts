/** A key of one subject and purpose, as the key store hands it out. */
export type SubjectKey = Readonly<{ kid: string; key: Buffer }>;

/**
 * The shared key store. Unique by (subject, purpose); `PURPOSE_GRANTS` says which service may use which purpose. Services create and read; only identity destroys. Signing keys lie here too
 * (`secret`). Errors: `StoreUnavailable` when the file or service is away.
 */
export interface SubjectKeys {
  /** The key of (subject, purpose), made on first use. */
  ensure(subject: string, purpose: string): Promise<SubjectKey>;
  /** The key, or null where it was never made or is destroyed. */
  find(subject: string, purpose: string): Promise<SubjectKey | null>;
  /** The key of this id, or null where it is destroyed; a store that can tell it never had it rejects with `StoreUnavailable`. */
  byKid(kid: string): Promise<SubjectKey | null>;
  /** Destroys the keys of a subject for ever, all of them or those of the given purposes; nothing lasting is made there again. */
  destroy(subject: string, purposes?: readonly string[]): Promise<void>;
  /** Drops what this process remembers of a subject's keys, at once; what is kept stays. Where nothing is remembered, nothing happens. */
  forget(subject: string): void;
  /** Named secrets (signing keys): write once. */
  putSecret(name: string, value: Buffer): Promise<void>;
  secret(name: string): Promise<Buffer | null>;
  /** Resolves when the store answers, and takes this process for one that may ask. */
  check(): Promise<void>;
  close(): Promise<void>;
}
export const SUBJECT_KEYS = Symbol('SUBJECT_KEYS');

/** An encrypted value as it stands in an event: AES-256-GCM, 96-bit random nonce, base64url parts. */
export type Envelope = Readonly<{ v: 1; kid: string; iv: string; ct: string; tag: string }>;

/** What is shown where the key is gone. */
export const ERASED = '[erased]';
