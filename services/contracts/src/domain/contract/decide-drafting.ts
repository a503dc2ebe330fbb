import { addDays, endOfDayUtc, isBefore, type Instant } from '@guildhall/kernel';
import { fail } from '../contracts.errors.js';
import { boundPolicy, presentPolicies } from '../policies/policies.js';
import type { CommandData } from './contract.commands.js';
import type { ContractEvent } from './contract.events.js';
import { exists, type Contract, type ContractState } from './contract.state.js';
import { signedEvents } from './decide-signing.js';
import { refuseSuspended, requireCapability, requireStatus } from './guards.js';
import { missingTerms, pricingProblems, type HashTerms, type Terms } from './terms.js';

type Born = CommandData<'DraftContract'>;

/** Contracts' own policies are bound here and hashed into the terms; the fee policy is the one that the origin's quote bound. */
const termsOf = (born: Born, funding: Terms['funding']): Terms => ({
  ...born.clauses,
  funding,
  contractId: born.contractId,
  termsVersion: 1,
  clientPartyId: born.clientPartyId,
  freelancerPartyId: born.freelancerPartyId,
  origin: born.origin,
  roleId: born.roleId,
  currency: born.currency,
  quoteId: born.quoteId,
  policyRefs: { ...born.policyRefs, ...presentPolicies },
});

const draftedEvent = (
  born: Born,
  terms: Terms,
  termsHash: string,
  clock: { payBy?: Instant; expiresAt?: Instant },
): ContractEvent => ({
  type: 'ContractDrafted',
  data: {
    contractId: born.contractId,
    origin: born.origin,
    clientPartyId: born.clientPartyId,
    freelancerPartyId: born.freelancerPartyId,
    quoteId: born.quoteId,
    policyRefs: terms.policyRefs,
    terms,
    termsHash,
    draftedAt: born.at,
    ...clock,
  },
});

type Declining = Pick<Contract, 'origin' | 'clientPartyId' | 'freelancerPartyId'>;
/** The event that ends a contract before it lived. `by`: client, freelancer, timer or system. */
export const declinedEvent = (
  { origin, clientPartyId, freelancerPartyId }: Declining,
  by: string,
  reason: string,
  declinedAt: Instant,
): ContractEvent => ({
  type: 'ContractDeclined',
  data: { clientPartyId, freelancerPartyId, origin, by, reason, declinedAt },
});

/** A fact cannot be refused, so what may not become a contract is drafted and declined at once: its origin is told. */
export const decideDraft = (born: Born, state: ContractState, hash: HashTerms): readonly ContractEvent[] => {
  if (exists(state)) return [];
  const terms = termsOf(born, born.clauses.funding);
  const { draftExpiryDays } = boundPolicy('offer', terms.policyRefs);
  const drafted = draftedEvent(born, terms, hash(terms), { expiresAt: endOfDayUtc(born.at, draftExpiryDays) });
  if (born.clientPartyId === born.freelancerPartyId) return [drafted, declinedEvent(born, 'system', 'self_dealing', born.at)];
  return [drafted];
};

/** The published gig version is the freelancer's signature, the order the client's; `payBy` runs from the order. */
export const decideOrder = (born: CommandData<'DraftOrder'>, state: ContractState, hash: HashTerms): readonly ContractEvent[] => {
  if (exists(state)) return [];
  const { payBy, at } = born;
  const terms = termsOf(born, 'all');
  const termsHash = hash(terms);
  const drafted = draftedEvent(born, terms, termsHash, { payBy });
  const refusal = orderRefusal(born, terms);
  if (refusal) return [drafted, declinedEvent(born, 'system', refusal, at)];
  const { clientPartyId, freelancerPartyId, origin, currency } = born;
  const { pricingModel, termsVersion } = terms;
  return [
    drafted,
    {
      type: 'ContractOffered',
      data: {
        clientPartyId,
        freelancerPartyId,
        origin,
        pricingModel,
        currency,
        termsVersion,
        termsHash,
        expiresAt: payBy,
        offeredAt: at,
      },
    },
    {
      type: 'PartySigned',
      data: { side: 'freelancer', partyId: freelancerPartyId, termsHash, basis: 'published_gig_version', signedAt: at },
    },
    { type: 'PartySigned', data: { side: 'client', partyId: clientPartyId, termsHash, basis: 'order', signedAt: at } },
    ...signedEvents(terms, termsHash, at, payBy),
  ];
};

const orderRefusal = ({ clientPartyId, freelancerPartyId }: Born, terms: Terms): string | null => {
  if (clientPartyId === freelancerPartyId) return 'self_dealing';
  return pricingProblems(terms, terms.currency, null).length > 0 ? 'pricing_invalid' : null;
};

export const decideEditTerms = (
  { side, clauses, minimum, at }: CommandData<'EditTerms'>,
  contract: Contract,
  hash: HashTerms,
): readonly ContractEvent[] => {
  if (contract.status !== 'drafted') throw fail('CONTRACTS.TERMS_LOCKED', 'Terms are edited while they are drafted only');
  refuseSuspended(contract, 'commitment');
  refuseInvalid(pricingProblems(clauses, contract.terms.currency, minimum));
  const terms: Terms = { ...contract.terms, ...clauses, termsVersion: contract.terms.termsVersion + 1 };
  return [{ type: 'TermsDrafted', data: { terms, termsHash: hash(terms), draftedBy: side, draftedAt: at } }];
};

const refuseInvalid = (problems: readonly string[]): void => {
  if (problems.length > 0)
    throw fail('CONTRACTS.PRICING_INVALID', `The pricing does not hold: ${problems.join(', ')}`, { problems });
};

export const decideOffer = (
  { hire, minimum, recentlyAgreed, at }: CommandData<'OfferContract'>,
  contract: Contract,
): readonly ContractEvent[] => {
  requireStatus(contract, ['drafted'], 'offer');
  refuseSuspended(contract, 'commitment');
  requireCapability('hire', hire);
  const { terms, termsHash, clientPartyId, freelancerPartyId, origin } = contract;
  refuseInvalid(pricingProblems(terms, terms.currency, minimum));
  const missing = missingTerms(terms, recentlyAgreed);
  if (missing.length > 0) throw fail('CONTRACTS.TERMS_INCOMPLETE', 'The written-contract minimum is not met', { missing });
  const expiresAt = endOfDayUtc(at, boundPolicy('offer', contract.policyRefs).offerExpiryDays);
  const { pricingModel, currency, termsVersion } = terms;
  return [
    {
      type: 'ContractOffered',
      data: {
        clientPartyId,
        freelancerPartyId,
        origin,
        pricingModel,
        currency,
        termsVersion,
        termsHash,
        expiresAt,
        offeredAt: at,
      },
    },
  ];
};

export const decideDecline = (
  { side, reason, note, authorAccountId, at }: CommandData<'DeclineContract'>,
  contract: Contract,
): readonly ContractEvent[] => {
  requireStatus(contract, ['drafted', 'offered'], 'decline');
  const { type, data } = declinedEvent(contract, side, reason, at) as Extract<ContractEvent, { type: 'ContractDeclined' }>;
  return [{ type, data: note === undefined ? data : { ...data, note, authorAccountId } }];
};

/** A tick of a stage that is over, or of a date that moved, does nothing. */
export const decideExpire = ({ stage, at }: CommandData<'ExpireContract'>, contract: Contract): readonly ContractEvent[] => {
  if (contract.status !== stage || contract.expiresAt === null || isBefore(at, contract.expiresAt)) return [];
  return [declinedEvent(contract, 'timer', stage === 'drafted' ? 'draft_expired' : 'offer_expired', at)];
};

/** What was not funded yet ends with a closed account; live contracts go on. */
export const decideDeclineOpen = (
  { reason, at }: CommandData<'DeclineOpenContract'>,
  contract: Contract,
): readonly ContractEvent[] => {
  const open = contract.status === 'drafted' || contract.status === 'offered' || contract.status === 'funding';
  return open ? [declinedEvent(contract, 'system', reason, at)] : [];
};

/** First instant of the window in which agreements between the same parties count together for the written-contract minimum. */
export const agreedSince = ({ policyRefs }: Contract, at: Instant): Instant =>
  addDays(at, -boundPolicy('terms', policyRefs).windowDays);
