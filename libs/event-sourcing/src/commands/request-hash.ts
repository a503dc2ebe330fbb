import { createHmac } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * HMAC-SHA-256 (base64url) over a request's canonical JSON (RFC 8785), with the service's key of at least 32 bytes. The caller leaves
 * out fields of class secret. Throws a plain error for what JSON cannot hold (undefined, bigint, NaN).
 */
export const requestHash = (key: Buffer, canonicalRequest: unknown): string => {
  const text = canonicalize(canonicalRequest);
  if (text === undefined) throw new Error('A request without a JSON form has no hash');
  return createHmac('sha256', key).update(text, 'utf8').digest('base64url');
};
