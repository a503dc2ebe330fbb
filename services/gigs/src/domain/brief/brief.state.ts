import { endOfDayUtc, type EventData, type Instant, type Money } from '@guildhall/kernel';
import { briefContentOf } from '../erased-content.js';
import type { BriefEvent } from './brief.events.js';

export type BriefStatus = '(none)' | 'draft' | 'held' | 'denied' | 'open' | 'closed';
export type EntryStatus = 'placed' | 'shortlisted' | 'awarded' | 'accepted' | 'left';
export type Entry = Readonly<{
  proposalId: string;
  freelancerPartyId: string;
  status: EntryStatus;
  price: Money;
  quoteId: string;
  quoteValidUntil: Instant;
  policyRefs: Readonly<Record<string, string>>;
  /** End of the award; empty while there is none. */
  expiresAt: Instant;
  contractId: string | null;
  signed: 'no' | 'yes';
}>;

export type BriefState = Readonly<{
  status: BriefStatus;
  draft: EventData<BriefEvent, 'BriefDrafted'> | null;
  entries: Readonly<Record<string, Entry>>;
  idleDays: number;
  /** When an open brief closes itself; moved on by every act on it. */
  idleAt: Instant;
}>;

export const noBrief: BriefState = { status: '(none)', draft: null, entries: {}, idleDays: 0, idleAt: '' };

const withEntry = (state: BriefState, proposalId: string, change: Partial<Entry>): BriefState => {
  const entry = state.entries[proposalId];
  return entry ? { ...state, entries: { ...state.entries, [proposalId]: { ...entry, ...change } } } : state;
};

/** The same after an act at an instant. */
const actedOn = (state: BriefState, at: Instant): BriefState => ({ ...state, idleAt: endOfDayUtc(at, state.idleDays) });

export const entriesOf = (state: BriefState, ...statuses: readonly EntryStatus[]): readonly Entry[] =>
  Object.values(state.entries).filter(({ status }) => statuses.includes(status));

export const evolveBrief = (state: BriefState, { type, data }: BriefEvent): BriefState => {
  switch (type) {
    case 'BriefDrafted':
      return { ...state, status: 'draft', draft: briefContentOf(data) };
    case 'BriefPublished':
      return actedOn({ ...state, status: 'open', idleDays: data.idleDays }, data.at);
    case 'PostHeldForReview':
      return { ...state, status: 'held' };
    case 'PostReviewed':
      return state;
    case 'PostDenied':
      return { ...state, status: 'denied' };
    case 'ProposalEntered': {
      const { proposalId, freelancerPartyId, terms, quoteId, quoteValidUntil, policyRefs } = data;
      const quote = { quoteId, quoteValidUntil, policyRefs };
      const open = { status: 'placed', expiresAt: '', contractId: null, signed: 'no' } as const;
      const entry: Entry = { proposalId, freelancerPartyId, price: terms.price, ...quote, ...open };
      return actedOn({ ...state, entries: { ...state.entries, [proposalId]: entry } }, data.at);
    }
    case 'ProposalShortlisted':
      return actedOn(withEntry(state, data.proposalId, { status: 'shortlisted' }), data.at);
    case 'AwardGiven':
      return actedOn(withEntry(state, data.proposalId, { status: 'awarded', expiresAt: data.expiresAt }), data.at);
    case 'AwardTakenBack':
      return actedOn(withEntry(state, data.proposalId, { status: 'shortlisted', expiresAt: '' }), data.at);
    case 'SlotTaken':
      return actedOn(withEntry(state, data.proposalId, { status: 'accepted', quoteId: data.quoteId }), data.at);
    case 'OfferOut':
      return actedOn(withEntry(state, data.proposalId, { contractId: data.contractId }), data.at);
    case 'SlotFreed':
      return actedOn(withEntry(state, data.proposalId, { status: 'left' }), data.at);
    case 'HireSigned':
      return actedOn(withEntry(state, data.proposalId, { signed: 'yes', contractId: data.contractId }), data.at);
    case 'ProposalLeft':
      return actedOn(withEntry(state, data.proposalId, { status: 'left' }), data.at);
    case 'BriefClosed':
      return { ...state, status: 'closed' };
  }
};
