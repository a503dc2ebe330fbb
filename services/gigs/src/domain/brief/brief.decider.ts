import { addDays, allowedIn, isBefore, type Command, type Decider, type EventData, type Instant } from '@guildhall/kernel';
import { fail } from '../gigs.errors.js';
import policy from '../policies/gigs-v1.json' with { type: 'json' };
import { demandTerms } from '../pricing.js';
import type { BriefEvent } from './brief.events.js';
import { entriesOf, evolveBrief, noBrief, type BriefState, type Entry, type EntryStatus } from './brief.state.js';
import { briefTransitions } from './brief.transitions.js';

type OnProposal = { proposalId: string; at: Instant };
/** Verdict of the scan of the text, made by the handler's pure rule before the command. */
export type ScanVerdict = { clean: 'yes' } | { clean: 'no'; ruleId: string; reasonCode: string };

export type BriefCommand =
  | Command<'DraftBrief', EventData<BriefEvent, 'BriefDrafted'>>
  | Command<'PublishBrief', { scan: ScanVerdict; at: Instant }>
  | Command<'ReleasePost', { by: string; at: Instant }>
  | Command<'DenyPost', { by: string; ruleId: string; reasonCode: string }>
  | Command<'EnterProposal', Omit<EventData<BriefEvent, 'ProposalEntered'>, 'briefId' | 'clientPartyId'>>
  | Command<'Shortlist', OnProposal>
  | Command<'GiveAward', OnProposal>
  | Command<'TakeAwardBack', OnProposal>
  | Command<'AcceptAward', OnProposal>
  | Command<'LeaveBrief', OnProposal & { as: 'declined' | 'expired' | 'retracted' }>
  | Command<'FreeSlot', { proposalId: string; reason: string }>
  | Command<'NoteHireSigned', { proposalId: string; contractId: string }>
  | Command<'CloseBrief', { reason: string; at: Instant }>;

const illegal = (state: BriefState, command: string, what: string) =>
  fail('GIGS.ILLEGAL_TRANSITION', `${command} is not possible while ${what}`, {
    allowed: allowedIn(briefTransitions, state.status as never),
  });

const entryOf = (state: BriefState, proposalId: string): Entry => {
  const entry = state.entries[proposalId];
  if (!entry) throw illegal(state, 'This', 'the proposal is not on this brief');
  return entry;
};

const demandStatus = (state: BriefState, command: string, { status }: Entry, ...wanted: readonly EntryStatus[]): void => {
  if (!wanted.includes(status)) throw illegal(state, command, `the proposal is ${status}`);
};

const published = (state: BriefState, at: Instant): readonly BriefEvent[] => {
  const { draft } = state;
  if (!draft) return [];
  const { briefId, clientPartyId, roleId, pricingModel, budget, confidentiality } = draft;
  const idleAt = addDays(at, policy.briefIdleDays);
  return [
    {
      type: 'BriefPublished',
      data: { briefId, clientPartyId, roleId, pricingModel, budget, currency: budget.low.currency, confidentiality, idleAt },
    },
  ];
};

const closed = (state: BriefState, reason: string): BriefEvent => {
  const hired = entriesOf(state, 'accepted').map(({ freelancerPartyId }) => freelancerPartyId);
  const losing = entriesOf(state, 'placed', 'shortlisted', 'awarded').map(({ freelancerPartyId }) => freelancerPartyId);
  const { briefId = '', clientPartyId = '' } = state.draft ?? {};
  return { type: 'BriefClosed', data: { briefId, clientPartyId, reason, hiredPartyIds: hired, losingPartyIds: losing } };
};

const demandOpen = (state: BriefState): void => {
  if (state.status === 'held') throw fail('GIGS.POST_HELD', 'This brief is held for review');
  if (state.status !== 'open') throw fail('GIGS.BRIEF_CLOSED', 'This brief takes no more proposals');
};

const decideEnter = (
  state: BriefState,
  data: Extract<BriefCommand, { type: 'EnterProposal' }>['data'],
): readonly BriefEvent[] => {
  demandOpen(state);
  const { briefId = '', clientPartyId = '' } = state.draft ?? {};
  if (data.freelancerPartyId === clientPartyId) throw fail('GIGS.OWN_POST', 'Nobody proposes to an own brief');
  const open = entriesOf(state, 'placed', 'shortlisted', 'awarded', 'accepted').some(
    ({ freelancerPartyId }) => freelancerPartyId === data.freelancerPartyId,
  );
  if (open) throw fail('GIGS.ALREADY_PROPOSED', 'One open proposal of a party at a time');
  const known = new Set(state.draft?.criteria.map(({ criteriaId }) => criteriaId));
  const unknown = data.terms.milestones.flatMap(({ criteriaIds }) => criteriaIds.filter((criteriaId) => !known.has(criteriaId)));
  if (unknown.length > 0) throw fail('GIGS.CLAUSE_UNKNOWN', 'Criteria that the brief does not have', { unknown });
  demandTerms(data.terms, data.enteredAt);
  return [{ type: 'ProposalEntered', data: { ...data, briefId, clientPartyId } }];
};

const decideAccept = (state: BriefState, { proposalId, at }: OnProposal): readonly BriefEvent[] => {
  demandOpen(state);
  const entry = entryOf(state, proposalId);
  demandStatus(state, 'AcceptAward', entry, 'awarded');
  const taken = entriesOf(state, 'accepted').length;
  if (taken >= (state.draft?.hires ?? 1)) throw fail('GIGS.AWARD_TAKEN', 'Somebody else accepted first: no hire slot is left');
  if (!isBefore(at, entry.quoteValidUntil))
    throw fail('GIGS.QUOTE_EXPIRED', `The quote was valid until ${entry.quoteValidUntil}: ask for a new one`);
  return [
    { type: 'SlotTaken', data: { briefId: state.draft?.briefId ?? '', proposalId, freelancerPartyId: entry.freelancerPartyId } },
  ];
};

/** A client's description of work; its stream decides placing, award, revocation and acceptance, so each of them is exact. */
export const briefDecider: Decider<BriefCommand, BriefEvent, BriefState> = {
  initialState: () => noBrief,
  decide(command, state) {
    const { status, draft } = state;
    const briefId = draft?.briefId ?? '';
    if (command.type !== 'DraftBrief' && !draft) throw illegal(state, command.type, 'there is no such brief');
    switch (command.type) {
      case 'DraftBrief':
        if (status !== '(none)' && status !== 'draft' && status !== 'denied')
          throw illegal(state, command.type, `the brief is ${status}`);
        return [{ type: 'BriefDrafted', data: command.data }];
      case 'PublishBrief': {
        if (status !== 'draft') throw illegal(state, command.type, `the brief is ${status}`);
        const { scan, at } = command.data;
        if ((draft?.kpis.length ?? 0) + (draft?.criteria.length ?? 0) === 0)
          throw fail('GIGS.PRICING_INVALID', 'A brief names at least one KPI or criterion');
        if (scan.clean === 'yes') return published(state, at);
        return [
          {
            type: 'PostHeldForReview',
            data: {
              postKind: 'brief',
              postId: briefId,
              partyId: draft?.clientPartyId ?? '',
              ruleId: scan.ruleId,
              reasonCode: scan.reasonCode,
            },
          },
        ];
      }
      case 'ReleasePost':
        if (status !== 'held') throw illegal(state, command.type, `the brief is ${status}`);
        return published(state, command.data.at);
      case 'DenyPost':
        if (status !== 'held') throw illegal(state, command.type, `the brief is ${status}`);
        return [
          {
            type: 'PostDenied',
            data: { postKind: 'brief', postId: briefId, partyId: draft?.clientPartyId ?? '', ...command.data },
          },
        ];
      case 'EnterProposal':
        return decideEnter(state, command.data);
      case 'Shortlist': {
        const entry = entryOf(state, command.data.proposalId);
        if (entry.status === 'shortlisted') return [];
        demandStatus(state, command.type, entry, 'placed');
        return [{ type: 'ProposalShortlisted', data: { briefId, proposalId: entry.proposalId } }];
      }
      case 'GiveAward': {
        demandOpen(state);
        const entry = entryOf(state, command.data.proposalId);
        if (entry.status === 'awarded') return [];
        demandStatus(state, command.type, entry, 'placed', 'shortlisted');
        if (entriesOf(state, 'accepted').length >= (draft?.hires ?? 1)) throw fail('GIGS.AWARD_TAKEN', 'No hire slot is left');
        const { at } = command.data;
        return [
          {
            type: 'AwardGiven',
            data: { briefId, proposalId: entry.proposalId, awardedAt: at, expiresAt: addDays(at, policy.awardExpiryDays) },
          },
        ];
      }
      case 'TakeAwardBack': {
        const entry = entryOf(state, command.data.proposalId);
        demandStatus(state, command.type, entry, 'awarded');
        return [{ type: 'AwardTakenBack', data: { briefId, proposalId: entry.proposalId } }];
      }
      case 'AcceptAward':
        return decideAccept(state, command.data);
      case 'LeaveBrief': {
        const { proposalId, as, at } = command.data;
        const entry = entryOf(state, proposalId);
        // A late tick: the award was accepted, taken back or given anew meanwhile.
        if (as === 'expired' && (entry.status !== 'awarded' || isBefore(at, entry.expiresAt))) return [];
        demandStatus(
          state,
          command.type,
          entry,
          ...(as === 'retracted' ? (['placed', 'shortlisted'] as const) : (['awarded'] as const)),
        );
        return [{ type: 'ProposalLeft', data: { briefId, proposalId, as } }];
      }
      case 'FreeSlot':
        if (state.entries[command.data.proposalId]?.status !== 'accepted') return [];
        return [{ type: 'SlotFreed', data: { briefId, ...command.data } }];
      case 'NoteHireSigned': {
        const entry = state.entries[command.data.proposalId];
        if (entry?.status !== 'accepted' || entry.signed === 'yes') return [];
        const signed: BriefEvent = { type: 'HireSigned', data: { briefId, ...command.data } };
        const after = evolveBrief(state, signed);
        const full = entriesOf(after, 'accepted').filter((other) => other.signed === 'yes').length >= (draft?.hires ?? 1);
        return full && status === 'open' ? [signed, closed(after, 'filled')] : [signed];
      }
      case 'CloseBrief': {
        const { reason, at } = command.data;
        if (status === 'closed' || (reason === 'idle' && (status !== 'open' || isBefore(at, state.idleAt)))) return [];
        return [closed(state, reason)];
      }
    }
  },
  evolve: evolveBrief,
};
