import type { Decider } from '@guildhall/kernel';
import type { ContractCommand, PartyCommand, ProcessCommand } from './contract.commands.js';
import type { ContractEvent } from './contract.events.js';
import { evolveContract } from './contract.evolve.js';
import { existing, exists, noContract, type Contract, type ContractState } from './contract.state.js';
import { decideApprove, decideAutoApprove, decideReleasePart, decideRemind } from './decide-approval.js';
import { decideAnswerCancellation, decideLapse, decideRequestCancellation } from './decide-cancellation.js';
import {
  decideDecline,
  decideDeclineOpen,
  decideDraft,
  decideEditTerms,
  decideExpire,
  decideOffer,
  decideOrder,
} from './decide-drafting.js';
import {
  decideDeferral,
  decideFundingFailure,
  decideNoteEscrowClosed,
  decideNoteFunding,
  decideNoteRefund,
  decideNoteRelease,
  decideNoteSplit,
} from './decide-money.js';
import {
  decideDisputeClosed,
  decideNoteDispute,
  decideNoteFreeze,
  decideNoteRuling,
  decideNoteSuspension,
  decideSuspensionLifted,
} from './decide-overlays.js';
import { decideNoteRefusal, decideRepeatInstruction, decideRepeatRefused } from './decide-repeat.js';
import { decideCancelLate, decideGiveBack } from './decide-returns.js';
import { decideRequestFunding, decideSign } from './decide-signing.js';
import { decideMarkLate, decideRequestChanges, decideStart, decideSubmit } from './decide-work.js';
import type { HashTerms } from './terms.js';

export type ContractDecider = Decider<ContractCommand, ContractEvent, ContractState>;

/** Contracts with their milestones inside. `hash`: the one thing from outside, pure (RFC 8785, SHA-256). */
export const contractDecider = (hash: HashTerms): ContractDecider => ({
  initialState: () => noContract,
  evolve: evolveContract,
  decide: (command, state) => {
    if (isOfParty(command)) return decideForParty(command, existing(state), hash);
    if (command.type === 'DraftContract') return decideDraft(command.data, state, hash);
    if (command.type === 'DraftOrder') return decideOrder(command.data, state, hash);
    // What a fact tells of a contract that this service never drafted is noted and no more.
    return exists(state) ? decideForProcess(command, state) : [];
  },
});

const OF_PARTIES: Readonly<Record<PartyCommand['type'], true>> = {
  EditTerms: true,
  OfferContract: true,
  DeclineContract: true,
  SignContract: true,
  RequestFunding: true,
  StartMilestone: true,
  SubmitMilestone: true,
  RequestChanges: true,
  ApproveMilestone: true,
  ReleasePart: true,
  GiveBack: true,
  CancelLate: true,
  RequestCancellation: true,
  AnswerCancellation: true,
  RepeatInstruction: true,
};
const isOfParty = (command: ContractCommand): command is PartyCommand => Object.hasOwn(OF_PARTIES, command.type);

const decideForParty = (command: PartyCommand, contract: Contract, hash: HashTerms): readonly ContractEvent[] => {
  switch (command.type) {
    case 'EditTerms':
      return decideEditTerms(command.data, contract, hash);
    case 'OfferContract':
      return decideOffer(command.data, contract);
    case 'DeclineContract':
      return decideDecline(command.data, contract);
    case 'SignContract':
      return decideSign(command.data, contract);
    case 'RequestFunding':
      return decideRequestFunding(command.data, contract);
    case 'StartMilestone':
      return decideStart(command.data, contract);
    case 'SubmitMilestone':
      return decideSubmit(command.data, contract);
    case 'RequestChanges':
      return decideRequestChanges(command.data, contract);
    case 'ApproveMilestone':
      return decideApprove(command.data, contract);
    case 'ReleasePart':
      return decideReleasePart(command.data, contract);
    case 'GiveBack':
      return decideGiveBack(command.data, contract);
    case 'CancelLate':
      return decideCancelLate(command.data, contract);
    case 'RequestCancellation':
      return decideRequestCancellation(command.data, contract);
    case 'AnswerCancellation':
      return decideAnswerCancellation(command.data, contract);
    case 'RepeatInstruction':
      return decideRepeatInstruction(command.data, contract);
  }
};

type OfExisting = Exclude<ProcessCommand, { type: 'DraftContract' | 'DraftOrder' }>;
const decideForProcess = (command: OfExisting, contract: Contract): readonly ContractEvent[] => {
  switch (command.type) {
    case 'ExpireContract':
      return decideExpire(command.data, contract);
    case 'DeclineOpenContract':
      return decideDeclineOpen(command.data, contract);
    case 'NoteFunding':
      return decideNoteFunding(command.data, contract);
    case 'NoteFundingFailure':
      return decideFundingFailure(command.data, contract);
    case 'NoteRelease':
      return decideNoteRelease(command.data, contract);
    case 'NoteRefund':
      return decideNoteRefund(command.data, contract);
    case 'NoteSplit':
      return decideNoteSplit(command.data, contract);
    case 'NoteDeferral':
      return decideDeferral(command.data, contract);
    case 'NoteRefusal':
      return decideNoteRefusal(command.data, contract);
    case 'NoteFreeze':
      return decideNoteFreeze(command.data, contract);
    case 'NoteEscrowClosed':
      return decideNoteEscrowClosed(command.data, contract);
    case 'NoteDispute':
      return decideNoteDispute(command.data, contract);
    case 'NoteRuling':
      return decideNoteRuling(command.data, contract);
    case 'NoteDisputeClosed':
      return decideDisputeClosed(command.data, contract);
    case 'NoteSuspension':
      return decideNoteSuspension(command.data, contract);
    case 'NoteSuspensionLifted':
      return decideSuspensionLifted(command.data, contract);
    case 'RemindApproval':
      return decideRemind(command.data, contract);
    case 'AutoApprove':
      return decideAutoApprove(command.data, contract);
    case 'MarkLate':
      return decideMarkLate(command.data, contract);
    case 'LapseCancellation':
      return decideLapse(command.data, contract);
    case 'RepeatRefused':
      return decideRepeatRefused(command.data, contract);
  }
};
