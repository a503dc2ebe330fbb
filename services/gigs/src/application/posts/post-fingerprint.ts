import { createHash } from 'node:crypto';

/** SHA-256 over what a post says and asks, without case, punctuation and spacing: a copy with another comma is a copy. */
export const fingerprintOf = (parts: readonly string[]): string =>
  createHash('sha256')
    .update(
      parts
        .map((part) =>
          part
            .toLowerCase()
            .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
            .trim(),
        )
        .join('\n'),
    ) // prettier-ignore
    .digest('hex');
