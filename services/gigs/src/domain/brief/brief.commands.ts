import type { Command, EventData, Instant, Money } from '@guildhall/kernel';
import type { Standing } from '../party/standing.js';
import type { ScanVerdict } from '../scan/scan.js';
import type { BriefEvent } from './brief.events.js';

type OnProposal = { proposalId: string; at: Instant };
/** A bound quote as the command brings it; `Quote` of the quote's stream fits. */
export type BoundQuote = Readonly<{
  quoteId: string;
  clientPartyId: string;
  freelancerPartyId: string;
  amount: Money;
  policyVersion: string;
  validUntil: Instant;
}>;
type Entered = EventData<BriefEvent, 'ProposalEntered'>;

export type BriefCommand =
  | Command<'DraftBrief', EventData<BriefEvent, 'BriefDrafted'> & { at: Instant }>
  | Command<'PublishBrief', { scan: ScanVerdict; standing: Standing; at: Instant }>
  | Command<'ReleasePost', { by: string; ruleId: string; reason: string; at: Instant }>
  | Command<'DenyPost', { by: string; ruleId: string; reason: string }>
  | Command<
      'EnterProposal',
      Pick<Entered, 'proposalId' | 'freelancerPartyId' | 'authorAccountId' | 'coverNote' | 'at'> & {
        terms: Omit<Entered['terms'], 'roleId'>;
        quote: BoundQuote;
        standing: Standing;
      }
    >
  | Command<'Shortlist', OnProposal>
  | Command<'GiveAward', OnProposal & { standing: Standing }>
  | Command<'TakeAwardBack', OnProposal>
  /** `renewed`: a quote made after the proposal's own had expired, seen and agreed to by the freelancer. */
  | Command<'AcceptAward', OnProposal & { renewed: BoundQuote | null }>
  | Command<'LeaveBrief', OnProposal & { as: 'declined' | 'expired' | 'retracted' }>
  /** The party is gone: whatever it has on this brief ends. Never refused. */
  | Command<'DropProposal', OnProposal>
  | Command<'NoteOfferOut', OnProposal & { contractId: string }>
  | Command<'FreeSlot', OnProposal & { reason: string }>
  | Command<'NoteHireSigned', OnProposal & { contractId: string }>
  | Command<'CloseBrief', { reason: string; at: Instant; by: 'client' | 'timer' | 'system' }>;

export type CommandData<Type extends BriefCommand['type']> = Extract<BriefCommand, { type: Type }>['data'];
