import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { contractDecider } from '../domain/contract/contract.decider.js';
import type { HashTerms } from '../domain/contract/terms.js';

/** SHA-256 over the canonical JSON of the terms (RFC 8785), as `sha256:<hex>`: anybody with the terms can compute it again. */
export const hashTerms: HashTerms = (terms) =>
  `sha256:${createHash('sha256')
    .update(canonicalize(terms) ?? '')
    .digest('hex')}`;

/** The one decider of the service: handlers of one decider share what they remember of streams. */
export const contracts = contractDecider(hashTerms);
