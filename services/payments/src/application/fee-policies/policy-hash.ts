import { createHash } from 'node:crypto';

const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, member]) => [name, canonical(member)]));
};

/** `sha256:<hex>` over the rules with sorted member names: two documents that say the same have one hash. */
export const policyHashOf = (rules: object): string =>
  `sha256:${createHash('sha256')
    .update(JSON.stringify(canonical(rules)))
    .digest('hex')}`;
