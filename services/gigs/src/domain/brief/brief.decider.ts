import { allowedIn, isBefore, type Decider, type Instant } from '@guildhall/kernel';
import { fail } from '../gigs.errors.js';
import { demandStanding } from '../party/standing.js';
import policy from '../policies/gigs-v1.json' with { type: 'json' };
import { demandPrice } from '../pricing.js';
import type { BriefCommand, CommandData } from './brief.commands.js';
import type { BriefEvent } from './brief.events.js';
import { evolveBrief, noBrief, type BriefState } from './brief.state.js';
import { briefTransitions } from './brief.transitions.js';
import { closed, decideHireSigned } from './decide-closing.js';
import {
  decideAccept,
  decideAward,
  decideDrop,
  decideEnter,
  decideLeave,
  decideShortlist,
  decideTakeBack,
} from './decide-proposals.js';

const illegal = (state: BriefState, command: string) =>
  fail('GIGS.ILLEGAL_TRANSITION', `${command} is not possible while the brief is ${state.status}`, {
    allowed: allowedIn<string>(briefTransitions, state.status),
  });

const post = ({ draft }: BriefState) =>
  ({ postKind: 'brief', postId: draft?.briefId ?? '', partyId: draft?.clientPartyId ?? '' }) as const;

const published = ({ draft }: BriefState, at: Instant): readonly BriefEvent[] => {
  if (!draft) return [];
  const { briefId, clientPartyId, roleId, pricingModel, budget, confidentiality } = draft;
  const told = { briefId, clientPartyId, roleId, pricingModel, budget, currency: budget.low.currency, confidentiality };
  return [{ type: 'BriefPublished', data: { ...told, idleDays: policy.briefIdleDays, at } }];
};

const decideDraft = (state: BriefState, { at, ...data }: CommandData<'DraftBrief'>): readonly BriefEvent[] => {
  if (state.status !== '(none)' && state.status !== 'draft' && state.status !== 'denied') throw illegal(state, 'DraftBrief');
  const { low, high } = data.budget;
  for (const price of [low, high]) demandPrice(price, at);
  if (BigInt(low.amount) > BigInt(high.amount))
    throw fail('GIGS.PRICING_INVALID', 'The low end of the budget is not above its high end', { budget: data.budget });
  return [{ type: 'BriefDrafted', data }];
};

const decidePublish = (state: BriefState, { scan, standing, at }: CommandData<'PublishBrief'>): readonly BriefEvent[] => {
  if (state.status === 'held') throw fail('GIGS.POST_HELD', 'This brief is held for review');
  if (state.status !== 'draft') throw illegal(state, 'PublishBrief');
  demandStanding(standing);
  const { kpiCount = 0, criteriaIds = [] } = state.draft ?? {};
  if (kpiCount + criteriaIds.length === 0)
    throw fail('GIGS.PRICING_INVALID', 'A brief names at least one KPI or criterion of its outcome');
  if (scan.clean === 'yes') return published(state, at);
  const { ruleId, reasonCode } = scan;
  return [{ type: 'PostHeldForReview', data: { ...post(state), ruleId, reasonCode, at } }];
};

/** A client's description of work; its stream decides placing, award, revocation and acceptance, so each of them is exact. */
export const briefDecider: Decider<BriefCommand, BriefEvent, BriefState> = {
  initialState: () => noBrief,
  decide(command, state) {
    const { status } = state;
    switch (command.type) {
      case 'DraftBrief':
        return decideDraft(state, command.data);
      case 'PublishBrief':
        return decidePublish(state, command.data);
      case 'ReleasePost': {
        if (status !== 'held') throw illegal(state, command.type);
        const { by, ruleId, reason, at } = command.data;
        const reviewed = { ...post(state), decision: 'release', by, ruleId, reason } as const;
        return [{ type: 'PostReviewed', data: reviewed }, ...published(state, at)];
      }
      case 'DenyPost': {
        if (status !== 'held') throw illegal(state, command.type);
        const { by, ruleId, reason } = command.data;
        return [
          { type: 'PostReviewed', data: { ...post(state), decision: 'deny', by, ruleId, reason } },
          { type: 'PostDenied', data: { ...post(state), ruleId, reasonCode: 'denied_on_review', by } },
        ];
      }
      case 'EnterProposal':
        return decideEnter(state, command.data);
      case 'Shortlist':
        return decideShortlist(state, command.data);
      case 'GiveAward':
        return decideAward(state, command.data);
      case 'TakeAwardBack':
        return decideTakeBack(state, command.data);
      case 'AcceptAward':
        return decideAccept(state, command.data);
      case 'LeaveBrief':
        return decideLeave(state, command.data);
      case 'DropProposal':
        return decideDrop(state, command.data);
      case 'NoteOfferOut': {
        const { proposalId, contractId, at } = command.data;
        const entry = state.entries[proposalId];
        if (entry?.status !== 'accepted' || entry.contractId !== null) return [];
        return [{ type: 'OfferOut', data: { briefId: post(state).postId, proposalId, contractId, at } }];
      }
      case 'FreeSlot': {
        const { proposalId, reason, at } = command.data;
        const entry = state.entries[proposalId];
        if (entry?.status !== 'accepted' || entry.signed === 'yes') return [];
        return [{ type: 'SlotFreed', data: { briefId: post(state).postId, proposalId, reason, at } }];
      }
      case 'NoteHireSigned':
        return decideHireSigned(state, command.data);
      case 'CloseBrief': {
        const { reason, at, by } = command.data;
        if (by === 'client' && status !== 'open') throw illegal(state, command.type);
        // A late tick of the timer: somebody acted on the brief meanwhile.
        if (status !== 'open' || (by === 'timer' && isBefore(at, state.idleAt))) return [];
        return [closed(state, reason)];
      }
    }
  },
  evolve: evolveBrief,
};
