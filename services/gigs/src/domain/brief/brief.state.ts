import type { EventData, Instant } from '@guildhall/kernel';
import type { BriefEvent } from './brief.events.js';

export type BriefStatus = '(none)' | 'draft' | 'held' | 'denied' | 'open' | 'closed';
export type EntryStatus = 'placed' | 'shortlisted' | 'awarded' | 'accepted' | 'left';
export type Entry = Readonly<{
  proposalId: string;
  freelancerPartyId: string;
  status: EntryStatus;
  expiresAt: Instant;
  quoteValidUntil: Instant;
  signed: 'no' | 'yes';
}>;

export type BriefState = Readonly<{
  status: BriefStatus;
  draft: EventData<BriefEvent, 'BriefDrafted'> | null;
  entries: Readonly<Record<string, Entry>>;
  /** When an open brief closes itself; moved on by every act of the client. */
  idleAt: Instant;
}>;

export const noBrief: BriefState = { status: '(none)', draft: null, entries: {}, idleAt: '' };

const withEntry = (state: BriefState, proposalId: string, change: Partial<Entry>): BriefState => {
  const entry = state.entries[proposalId];
  return entry ? { ...state, entries: { ...state.entries, [proposalId]: { ...entry, ...change } } } : state;
};

export const entriesOf = (state: BriefState, ...statuses: readonly EntryStatus[]): readonly Entry[] =>
  Object.values(state.entries).filter(({ status }) => statuses.includes(status));

export const evolveBrief = (state: BriefState, { type, data }: BriefEvent): BriefState => {
  switch (type) {
    case 'BriefDrafted':
      return { ...state, status: 'draft', draft: data };
    case 'BriefPublished':
      return { ...state, status: 'open', idleAt: data.idleAt };
    case 'PostHeldForReview':
      return { ...state, status: 'held' };
    case 'PostDenied':
      return { ...state, status: 'denied' };
    case 'ProposalEntered': {
      const { proposalId, freelancerPartyId, quoteValidUntil } = data;
      const entry: Entry = { proposalId, freelancerPartyId, status: 'placed', expiresAt: '', quoteValidUntil, signed: 'no' };
      return { ...state, entries: { ...state.entries, [proposalId]: entry } };
    }
    case 'ProposalShortlisted':
      return withEntry(state, data.proposalId, { status: 'shortlisted' });
    case 'AwardGiven':
      return withEntry(state, data.proposalId, { status: 'awarded', expiresAt: data.expiresAt });
    case 'AwardTakenBack':
      return withEntry(state, data.proposalId, { status: 'shortlisted' });
    case 'SlotTaken':
      return withEntry(state, data.proposalId, { status: 'accepted' });
    case 'SlotFreed':
      return withEntry(state, data.proposalId, { status: 'left' });
    case 'HireSigned':
      return withEntry(state, data.proposalId, { signed: 'yes' });
    case 'ProposalLeft':
      return withEntry(state, data.proposalId, { status: 'left' });
    case 'BriefClosed':
      return { ...state, status: 'closed' };
  }
};
