import { allowedIn, endOfDayUtc, isBefore } from '@guildhall/kernel';
import { fail } from '../gigs.errors.js';
import { demandStanding } from '../party/standing.js';
import policy from '../policies/gigs-v1.json' with { type: 'json' };
import { demandTerms } from '../pricing.js';
import { contactIn } from '../scan/scan.js';
import type { BoundQuote, CommandData } from './brief.commands.js';
import type { BriefEvent } from './brief.events.js';
import { entriesOf, type BriefState, type Entry, type EntryStatus } from './brief.state.js';
import { briefTransitions } from './brief.transitions.js';

type Decided = readonly BriefEvent[];

const briefIdOf = ({ draft }: BriefState): string => draft?.briefId ?? '';

const demandOpen = ({ status }: BriefState): void => {
  if (status === 'held') throw fail('GIGS.POST_HELD', 'This brief is held for review');
  if (status !== 'open') throw fail('GIGS.BRIEF_CLOSED', `This brief is ${status}: it takes no more proposals`);
};

/** The entry of a proposal, in one of these states; `state` of the refusal tells what it is instead. */
const entryIn = (state: BriefState, command: string, proposalId: string, ...wanted: readonly EntryStatus[]): Entry => {
  const entry = state.entries[proposalId];
  if (entry && wanted.includes(entry.status)) return entry;
  const present = entry?.status ?? 'not on this brief';
  throw fail('GIGS.ILLEGAL_TRANSITION', `${command} is not possible: the proposal is ${present}`, {
    state: present,
    allowed: allowedIn<string>(briefTransitions, state.status),
  });
};

const demandSlot = (state: BriefState): void => {
  if (entriesOf(state, 'accepted').length >= (state.draft?.hires ?? 1))
    throw fail('GIGS.AWARD_TAKEN', 'No hire slot is left: somebody else accepted first');
};

const demandQuote = (
  quote: BoundQuote,
  wanted: Omit<BoundQuote, 'quoteId' | 'policyVersion' | 'validUntil'>,
  at: string,
): void => {
  const { clientPartyId, freelancerPartyId, amount } = quote;
  const fits =
    clientPartyId === wanted.clientPartyId &&
    freelancerPartyId === wanted.freelancerPartyId &&
    amount.amount === wanted.amount.amount &&
    amount.currency === wanted.amount.currency;
  if (!fits) throw fail('GIGS.QUOTE_EXPIRED', 'This quote is of other parties or another price: ask for a new one');
  if (!isBefore(at, quote.validUntil))
    throw fail('GIGS.QUOTE_EXPIRED', `This quote was valid until ${quote.validUntil}: ask for a new one`, { quote });
};

export const decideEnter = (state: BriefState, data: CommandData<'EnterProposal'>): Decided => {
  demandOpen(state);
  const { quote, standing, terms: offered, ...entered } = data;
  const { freelancerPartyId, at } = entered;
  const { clientPartyId = '', roleId = '', criteriaIds = [] } = state.draft ?? {};
  if (freelancerPartyId === clientPartyId) throw fail('GIGS.OWN_POST', 'Nobody proposes to an own brief');
  demandStanding(standing);
  const open = entriesOf(state, 'placed', 'shortlisted', 'awarded', 'accepted');
  if (open.some((entry) => entry.freelancerPartyId === freelancerPartyId))
    throw fail('GIGS.ALREADY_PROPOSED', 'One open proposal of a party at a time');
  if (contactIn(data.coverNote) !== null)
    throw fail('GIGS.OFF_PLATFORM_CONTACT', 'Contact data does not belong into a cover note', {
      found: contactIn(data.coverNote),
    });
  const named = offered.milestones.flatMap((milestone) => milestone.criteriaIds);
  const unknown = [...new Set(named)].filter((criteriaId) => !criteriaIds.includes(criteriaId));
  if (unknown.length > 0) throw fail('GIGS.CLAUSE_UNKNOWN', 'Criteria that the brief does not have', { unknown });
  const terms = { roleId, ...offered };
  demandTerms(terms, at);
  demandQuote(quote, { clientPartyId, freelancerPartyId, amount: terms.price }, at);
  const { quoteId, validUntil: quoteValidUntil, policyVersion } = quote;
  const bound = { quoteId, quoteValidUntil, policyRefs: { fee: policyVersion } };
  return [{ type: 'ProposalEntered', data: { ...entered, briefId: briefIdOf(state), clientPartyId, terms, ...bound } }];
};

export const decideShortlist = (state: BriefState, { proposalId, at }: CommandData<'Shortlist'>): Decided => {
  if (state.entries[proposalId]?.status === 'shortlisted') return [];
  demandOpen(state);
  entryIn(state, 'Shortlist', proposalId, 'placed');
  return [{ type: 'ProposalShortlisted', data: { briefId: briefIdOf(state), proposalId, at } }];
};

export const decideAward = (state: BriefState, { proposalId, standing, at }: CommandData<'GiveAward'>): Decided => {
  demandOpen(state);
  if (state.entries[proposalId]?.status === 'awarded') return [];
  entryIn(state, 'GiveAward', proposalId, 'placed', 'shortlisted');
  demandStanding(standing);
  demandSlot(state);
  const expiresAt = endOfDayUtc(at, policy.awardExpiryDays);
  return [{ type: 'AwardGiven', data: { briefId: briefIdOf(state), proposalId, at, expiresAt } }];
};

export const decideTakeBack = (state: BriefState, { proposalId, at }: CommandData<'TakeAwardBack'>): Decided => {
  demandOpen(state);
  entryIn(state, 'TakeAwardBack', proposalId, 'awarded');
  return [{ type: 'AwardTakenBack', data: { briefId: briefIdOf(state), proposalId, at } }];
};

export const decideAccept = (state: BriefState, { proposalId, at, renewed }: CommandData<'AcceptAward'>): Decided => {
  demandOpen(state);
  const entry = entryIn(state, 'AcceptAward', proposalId, 'awarded');
  if (!isBefore(at, entry.expiresAt))
    throw fail('GIGS.ILLEGAL_TRANSITION', `The award ended at ${entry.expiresAt}`, { state: 'expired', allowed: [] });
  demandSlot(state);
  const { freelancerPartyId, price } = entry;
  const clientPartyId = state.draft?.clientPartyId ?? '';
  if (renewed) demandQuote(renewed, { clientPartyId, freelancerPartyId, amount: price }, at);
  else if (!isBefore(at, entry.quoteValidUntil))
    throw fail('GIGS.QUOTE_EXPIRED', `The quote was valid until ${entry.quoteValidUntil}: see the new one and accept again`);
  const quoteId = renewed?.quoteId ?? entry.quoteId;
  const policyRefs = renewed ? { fee: renewed.policyVersion } : entry.policyRefs;
  return [{ type: 'SlotTaken', data: { briefId: briefIdOf(state), proposalId, freelancerPartyId, quoteId, policyRefs, at } }];
};

const left = (
  state: BriefState,
  { proposalId, freelancerPartyId }: Entry,
  as: 'declined' | 'expired' | 'retracted',
  at: string,
): Decided => [{ type: 'ProposalLeft', data: { briefId: briefIdOf(state), proposalId, freelancerPartyId, as, at } }];

export const decideLeave = (state: BriefState, { proposalId, as, at }: CommandData<'LeaveBrief'>): Decided => {
  switch (as) {
    case 'expired': {
      const entry = state.entries[proposalId];
      // A late tick: the award was accepted, taken back or given anew meanwhile.
      return entry?.status === 'awarded' && !isBefore(at, entry.expiresAt) ? left(state, entry, as, at) : [];
    }
    case 'declined':
      return left(state, entryIn(state, 'LeaveBrief', proposalId, 'awarded'), as, at);
    case 'retracted':
      return left(state, entryIn(state, 'LeaveBrief', proposalId, 'placed', 'shortlisted'), as, at);
  }
};

export const decideDrop = (state: BriefState, { proposalId, at }: CommandData<'DropProposal'>): Decided => {
  const entry = state.entries[proposalId];
  switch (entry?.status) {
    case 'placed':
    case 'shortlisted':
      return left(state, entry, 'retracted', at);
    case 'awarded':
      return left(state, entry, 'declined', at);
    case 'accepted':
    case 'left':
    case undefined:
      return [];
  }
};
