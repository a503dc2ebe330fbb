import { isBefore, minorOf, type Command, type Decider } from '@guildhall/kernel';
import { fail } from '../disputes.errors.js';
import policy from '../policies/dispute-v1.json' with { type: 'json' };
import type { DisputeCommand } from './dispute.commands.js';
import type { DisputeEvent, Side } from './dispute.events.js';
import {
  defaultedEvent, demandAllowed, demandRespondent, idOf, isAllowed, lossOf, proposalAsDecision, rulingEvent, settledEvent, shareInRange, sharesOf,
} from './dispute.guards.js'; // prettier-ignore
import { evolveDispute, noDispute, otherSide, respondentSide, type DisputeState } from './dispute.state.js';

type Of<T extends DisputeCommand['type']> = Extract<DisputeCommand, Command<T>>;

const decideOpen = (state: DisputeState, { data }: Of<'OpenDispute'>): readonly DisputeEvent[] => {
  if (state.opened) return [];
  const { disputable, window, ...opened } = data;
  if (window === 'closed')
    throw fail('DISPUTES.WINDOW_CLOSED', `A dispute is opened within ${policy.openWithinDaysOfEnd} days of the contract's end`);
  const claimed = minorOf(opened.amount);
  if (minorOf(disputable) === 0n)
    throw fail(
      'DISPUTES.NOTHING_DISPUTABLE',
      `Nothing is held, and nothing was released in the last ${policy.lookbackDays} days`,
    );
  if (opened.amount.currency !== disputable.currency || claimed <= 0n || claimed > minorOf(disputable)) {
    throw fail('DISPUTES.AMOUNT_TOO_HIGH', 'More than is held and was released lately', { maximum: disputable });
  }
  return [{ type: 'DisputeOpened', data: opened }];
};

const decideOffer = (state: DisputeState, { data }: Of<'MakeOffer'>): readonly DisputeEvent[] => {
  const { offerId, side, toFreelancer, settlementId } = data;
  const share = shareInRange(state, toFreelancer);
  const made: DisputeEvent = { type: 'OfferMade', data: { ...idOf(state), offerId, side, toFreelancer } };
  const theirs = state.offers.findLast((offer) => offer.side === otherSide(side) && offer.kind === 'open');
  if (theirs?.kind !== 'open') return [made];
  const [clientMost, freelancerLeast] = side === 'client' ? [share, theirs.toFreelancer] : [theirs.toFreelancer, share];
  // What the client gives is at least what the freelancer takes: they agree on the midpoint, a rest to the freelancer.
  return clientMost >= freelancerLeast
    ? [made, settledEvent(state, settlementId, 'offer', (clientMost + freelancerLeast + 1n) / 2n)]
    : [made];
};

const decideMediationAnswer = (state: DisputeState, { data }: Of<'AnswerMediation'>): readonly DisputeEvent[] => {
  const { side, answer, settlementId, arbitrationAnswerBy } = data;
  if (!state.proposal)
    throw fail('DISPUTES.ILLEGAL_TRANSITION', 'There is no proposal to answer yet', { allowed: ['ProposeMediation'] });
  if (state.mediationAnswers[side] !== undefined) return [];
  const answered: DisputeEvent = { type: 'MediationAnswered', data: { ...idOf(state), side, answer } };
  if (answer === 'reject') {
    return [
      answered,
      {
        type: 'ArbitrationOffered',
        data: { ...idOf(state), waived: true, answerBy: arbitrationAnswerBy, cause: 'proposal_rejected' },
      },
    ];
  }
  const both = state.mediationAnswers[otherSide(side)] === 'accept';
  return both ? [answered, settledEvent(state, settlementId, 'mediation', minorOf(state.proposal.toFreelancer))] : [answered];
};

const decideArbitrationAnswer = (state: DisputeState, { data }: Of<'AnswerArbitration'>): readonly DisputeEvent[] => {
  const { side, answer } = data;
  if (state.arbitrationAnswers[side] !== undefined) return [];
  const answered: DisputeEvent = { type: 'ArbitrationAnswered', data: { ...idOf(state), side, answer } };
  const bothDecline = answer === 'decline' && state.arbitrationAnswers[otherSide(side)] === 'decline';
  const decision = bothDecline ? proposalAsDecision(state, data) : null;
  return decision ? [answered, decision] : [answered];
};

/** One agreed and the other was silent: the silent one loses. Nobody agreed: the last proposal counts; none: the senior queue decides. */
const decideOfferOver = (state: DisputeState, { data }: Of<'EndArbitrationOffer'>): readonly DisputeEvent[] => {
  const answers = state.arbitrationAnswers;
  const agreed = (['client', 'freelancer'] as const).filter((side) => answers[side] === 'agree');
  if (agreed.length === 2) return [];
  const [alone] = agreed;
  if (alone) return [defaultedEvent(state, otherSide(alone), data)];
  const decision = proposalAsDecision(state, data);
  return decision ? [decision] : [];
};

const decideExhibit = (state: DisputeState, { data }: Of<'AddExhibit'>): readonly DisputeEvent[] => {
  const { at, ...exhibit } = data;
  if (state.status === 'arbitration' && !isBefore(at, state.evidenceBy))
    throw fail('DISPUTES.DEADLINE_PASSED', `Evidence was taken until ${state.evidenceBy}`);
  const own = state.exhibits.filter(({ side }) => side === data.side);
  const bytes = own.reduce((sum, { size }) => sum + size, data.size);
  if (own.length >= policy.evidence.maxExhibits || bytes > policy.evidence.maxBytes) {
    throw fail(
      'DISPUTES.EVIDENCE_LIMIT',
      `At most ${policy.evidence.maxExhibits} exhibits and ${policy.evidence.maxBytes} bytes a side`,
    );
  }
  return [{ type: 'ExhibitAdded', data: { ...idOf(state), ...exhibit, addedAt: at } }];
};

const orderSplit = (state: DisputeState, splitId: string): readonly DisputeEvent[] => {
  const { outcome, opened, amount } = state;
  if (!outcome || !opened || state.splits.includes(splitId)) return [];
  const { basis, basisId, toFreelancer, toClient } = outcome;
  return [
    {
      type: 'SplitOrdered',
      data: { ...idOf(state), splitId, basis, basisId, amount, toFreelancer, toClient, payeePartyId: opened.freelancerPartyId },
    },
  ];
};

const closed = (state: DisputeState, outcome: string, closedAt: string): DisputeEvent => ({
  type: 'DisputeClosed',
  data: { ...idOf(state), outcome, closedAt },
});

const demandSide = (state: DisputeState, partyId: string): Side => {
  if (state.opened?.openedBy !== partyId) throw fail('DISPUTES.ACTOR_NOT_ALLOWED', 'Only who opened a dispute withdraws it');
  return state.opened.openerSide;
};

/** Timers and facts that come when the dispute has moved on change nothing; acts of people are refused then. */
const MACHINE: ReadonlySet<DisputeCommand['type']> = new Set([
  'NoteFreeze', 'RemindResponse', 'Default', 'AssignMediator', 'EndMediation', 'EndArbitrationOffer', 'StartArbitration', 'OrderSplit', 'NoteExecution', 'BlockExecution',
]); // prettier-ignore

/** A process about an amount of one milestone. Deadlines arrive as instants; no state is without one. */
export const disputeDecider: Decider<DisputeCommand, DisputeEvent, DisputeState> = {
  initialState: () => noDispute,
  decide(command, state) {
    if (command.type === 'OpenDispute') return decideOpen(state, command);
    const id = idOf(state);
    if (MACHINE.has(command.type) && !isAllowed(state, command.type)) return [];
    demandAllowed(state, command.type);
    const { opened } = state;
    switch (command.type) {
      case 'NoteFreeze': {
        const { at, ...found } = command.data;
        const nothing =
          minorOf(found.heldFrozen) === 0n && minorOf(found.walletFrozenNet) === 0n && minorOf(found.shortfallNet) === 0n;
        return nothing ? [closed(state, 'nothing_disputable', at)] : [{ type: 'ResponseAwaited', data: { ...id, ...found } }];
      }
      case 'RemindResponse': {
        if (command.data.reminder <= state.reminders || !opened) return [];
        return [
          {
            type: 'ResponseReminded',
            data: { ...id, partyId: opened.against, reminder: command.data.reminder, respondBy: opened.respondBy },
          },
        ];
      }
      case 'Respond': {
        const { at, ...response } = command.data;
        demandRespondent(state, response.partyId);
        if (opened && !isBefore(at, opened.respondBy))
          throw fail('DISPUTES.DEADLINE_PASSED', `An answer was possible until ${opened.respondBy}`);
        if (response.toFreelancer) shareInRange(state, response.toFreelancer);
        return [{ type: 'ResponseGiven', data: { ...id, ...response } }];
      }
      case 'AcceptClaim':
        demandRespondent(state, command.data.partyId);
        return [settledEvent(state, command.data.settlementId, 'claim_accepted', lossOf(state, respondentSide(state)))];
      case 'Default':
        if (opened && isBefore(command.data.at, opened.respondBy)) return [];
        return [defaultedEvent(state, respondentSide(state), command.data)];
      case 'MakeOffer':
        return decideOffer(state, command);
      case 'SealOffer': {
        const { match, ...offer } = command.data;
        const sealed: DisputeEvent = { type: 'OfferSealed', data: { ...id, ...offer } };
        return match
          ? [sealed, settledEvent(state, match.settlementId, 'sealed_offers', shareInRange(state, match.toFreelancer))]
          : [sealed];
      }
      case 'AcceptOffer': {
        const { offerId, side, settlementId } = command.data;
        const offer = state.offers.find(
          (made) => made.offerId === offerId && made.side === otherSide(side) && made.kind === 'open',
        );
        if (offer?.kind !== 'open') throw fail('DISPUTES.ACTOR_NOT_ALLOWED', 'No open offer of the other side has this id');
        return [settledEvent(state, settlementId, 'offer', offer.toFreelancer)];
      }
      case 'AskMediation':
        return state.mediationAskedBy.includes(command.data.side)
          ? []
          : [{ type: 'MediationAsked', data: { ...id, side: command.data.side } }];
      case 'AssignMediator':
        return command.data.mediatorAccountId === state.mediatorAccountId
          ? []
          : [{ type: 'MediatorAssigned', data: { ...id, ...command.data } }];
      case 'ProposeMediation': {
        const { by, toFreelancer, ...proposal } = command.data;
        if (by !== state.mediatorAccountId) throw fail('DISPUTES.ACTOR_NOT_ALLOWED', 'The mediator of this case proposes');
        if (proposal.reasons.trim() === '') throw fail('DISPUTES.REASONS_MISSING', 'A proposal gives its reasons');
        return [
          {
            type: 'MediationProposed',
            data: { ...id, ...proposal, ...sharesOf(state, shareInRange(state, toFreelancer)), mediatorAccountId: by },
          },
        ];
      }
      case 'AnswerMediation':
        return decideMediationAnswer(state, command);
      case 'EndMediation':
        return [
          {
            type: 'ArbitrationOffered',
            data: { ...id, waived: true, answerBy: command.data.arbitrationAnswerBy, cause: command.data.cause },
          },
        ];
      case 'AnswerArbitration':
        return decideArbitrationAnswer(state, command);
      case 'EndArbitrationOffer':
        return decideOfferOver(state, command);
      case 'StartArbitration': {
        if (command.data.arbitratorAccountId === state.mediatorAccountId)
          throw fail('DISPUTES.CONFLICT_OF_INTEREST', 'The mediator of a case is not its arbitrator');
        const agreed = state.arbitrationAnswers.client === 'agree' && state.arbitrationAnswers.freelancer === 'agree';
        if (!agreed || command.data.arbitratorAccountId === state.arbitratorAccountId) return [];
        return [{ type: 'ArbitrationStarted', data: { ...id, ...command.data } }];
      }
      case 'AddExhibit':
        return decideExhibit(state, command);
      case 'Rule':
        if (command.data.by !== state.arbitratorAccountId)
          throw fail('DISPUTES.ACTOR_NOT_ALLOWED', 'The arbitrator of this case rules');
        return [rulingEvent(state, command.data)];
      case 'ForceDecision':
        return [rulingEvent(state, command.data)];
      case 'OrderSplit': {
        const { outcome } = state;
        return outcome && outcome.splitAt !== '' && isBefore(command.data.at, outcome.splitAt)
          ? []
          : orderSplit(state, command.data.splitId);
      }
      case 'NoteExecution': {
        const { splitId, at } = command.data;
        if (state.splits.at(-1) !== splitId) return [];
        return [{ type: 'RulingExecuted', data: { ...id, splitId } }, closed(state, 'executed', at)];
      }
      case 'BlockExecution':
        return state.splits.at(-1) === command.data.splitId
          ? [{ type: 'ExecutionBlocked', data: { ...id, ...command.data } }]
          : [];
      case 'ProposeRepair':
        return [
          {
            type: 'RepairProposed',
            data: { ...id, repairId: command.data.repairId, proposedBy: command.data.by, reason: command.data.reason },
          },
        ];
      case 'ApproveRepair': {
        const { repairId, by, splitId } = command.data;
        if (state.repair?.repairId !== repairId)
          throw fail('DISPUTES.ILLEGAL_TRANSITION', 'Nobody proposed this repair', { allowed: ['ProposeRepair'] });
        if (state.repair.proposedBy === by) throw fail('DISPUTES.FOUR_EYES_REQUIRED', 'A second person approves a repair');
        return orderSplit(state, splitId);
      }
      case 'Withdraw':
        demandSide(state, command.data.partyId);
        return [closed(state, 'withdrawn', command.data.at)];
    }
  },
  evolve: evolveDispute,
};
