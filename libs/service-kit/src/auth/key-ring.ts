import { createPublicKey, type KeyObject } from 'node:crypto';

/** Public Ed25519 key as a JWK (RFC 8037), named by its `kid`. */
export type PublicSigningJwk = Readonly<{ kty: 'OKP'; crv: 'Ed25519'; x: string; kid: string }>;

type Entry = Readonly<{ key: KeyObject; notBeforeMs: number; notAfterMs: number }>;

/**
 * Verification keys of access tokens, in memory: the first one from configuration, all others from the service's own log
 * (`SigningKeyPublished`). A retired key verifies until the last token it may have signed has expired.
 */
export class KeyRing {
  private readonly entries = new Map<string, Entry>();

  constructor(first: PublicSigningJwk) {
    this.entries.set(first.kid, { key: publicKey(first), notBeforeMs: 0, notAfterMs: Number.POSITIVE_INFINITY });
  }

  /** Learns a published key; instants are ISO 8601, wall clock. A repeat changes nothing but the validity. */
  publish(jwk: PublicSigningJwk, notBefore: string, notAfter: string): void {
    this.entries.set(jwk.kid, { key: publicKey(jwk), notBeforeMs: Date.parse(notBefore), notAfterMs: Date.parse(notAfter) });
  }

  /** The key of this id at an instant, or null. */
  readonly find = (kid: string, atMs: number): KeyObject | null => {
    const entry = this.entries.get(kid);
    if (!entry) return null;
    // A token signed in the key's last second lives five minutes more.
    const graceMs = 5 * 60_000;
    return entry.notBeforeMs <= atMs && atMs <= entry.notAfterMs + graceMs ? entry.key : null;
  };
}

const publicKey = ({ kty, crv, x }: PublicSigningJwk): KeyObject => createPublicKey({ key: { kty, crv, x }, format: 'jwk' });
