import { createHash } from 'node:crypto';
import { canonicalReview, type Review } from '../domain/reviews/review.js';
import type { Side } from '../domain/score/evidence.js';

/** `sha256:<hex>` over the canonical review (UTF-8), a bar, and the 32 bytes of the salt (reputation.md, Sealing). */
export const commitOf = (
  contractId: string,
  side: Side,
  review: Pick<Review, 'dimensions' | 'text'>,
  saltHex: string,
): string => {
  const hash = createHash('sha256')
    .update(canonicalReview(contractId, side, review), 'utf8')
    .update('|');
  return `sha256:${hash.update(Buffer.from(saltHex, 'hex')).digest('hex')}`;
};
