import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { StoredDocument } from '../projections/read-model-store.js';

/** SHA-256 over the canonical JSON (RFC 8785) of a document as stored: id, position, every field. */
export const hashOf = ({ id, position, doc }: StoredDocument): Buffer => {
  const text = canonicalize({ id, position: position.toString(), doc });
  if (text === undefined) throw new Error(`The document ${id} is not plain JSON`);
  return createHash('sha256').update(text).digest();
};

/** The hash of a set of documents in any order: the exclusive or of their hashes. */
export class SetHash {
  private readonly sum = Buffer.alloc(32);

  add(hash: Buffer): void {
    for (let index = 0; index < 32; index += 1) this.sum[index] = (this.sum[index] ?? 0) ^ (hash[index] ?? 0);
  }

  toString(): string {
    return this.sum.toString('hex');
  }
}
