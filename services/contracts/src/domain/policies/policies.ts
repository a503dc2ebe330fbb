import approvalV1 from './approval.v1.json' with { type: 'json' };
import cancellationV1 from './cancellation.v1.json' with { type: 'json' };
import latenessV1 from './lateness.v1.json' with { type: 'json' };
import offerV1 from './offer.v1.json' with { type: 'json' };
import refundV1 from './refund.v1.json' with { type: 'json' };
import signingV1 from './signing.v1.json' with { type: 'json' };
import termsV1 from './terms.v1.json' with { type: 'json' };

/** Policy name -> version, as bound by a draft and hashed into its terms. */
export type PolicyRefs = Readonly<Record<string, string>>;

/** All versions that any contract may have bound; one is never edited or removed (contracts.md, Policy defaults). */
const versions = {
  approval: [approvalV1],
  cancellation: [cancellationV1],
  lateness: [latenessV1],
  offer: [offerV1],
  refund: [refundV1],
  signing: [signingV1],
  terms: [termsV1],
};
type Versions = typeof versions;
type Name = keyof Versions;

/** The versions that new drafts bind. */
export const presentPolicies: PolicyRefs = {
  approval: approvalV1.version,
  cancellation: cancellationV1.version,
  lateness: latenessV1.version,
  offer: offerV1.version,
  refund: refundV1.version,
  signing: signingV1.version,
  terms: termsV1.version,
};

/** The policy of this name that a contract bound; later versions never apply to it. */
export const boundPolicy = <N extends Name>(name: N, refs: PolicyRefs): Versions[N][number] => {
  const all: readonly Versions[N][number][] = versions[name];
  const bound = all.find(({ version }) => version === refs[name]);
  if (!bound) throw new Error(`No ${name} policy ${refs[name] ?? '(none bound)'} is known`);
  return bound;
};

/** Amount in minor units that a table names for a currency; null where it names none. */
export const inCurrency = (table: Readonly<Record<string, string>>, currency: string): bigint | null => {
  const minor = table[currency];
  return minor === undefined ? null : BigInt(minor);
};
