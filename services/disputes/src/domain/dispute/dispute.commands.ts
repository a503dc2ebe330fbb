import type { Command, EventData, Instant, Money } from '@guildhall/kernel';
import type { DisputeEvent, SealedOffer, Side } from './dispute.events.js';

/** Deadlines arrive as instants: the handler computed them from the policy and the calendar of the one who must act. */
export type DisputeCommand =
  /** `limits`: what contracts and payments told; `disputable` = held + released in the lookback. */
  | Command<'OpenDispute', EventData<DisputeEvent, 'DisputeOpened'> & { disputable: Money; window: 'open' | 'closed' }>
  | Command<'NoteFreeze', { amount: Money; heldFrozen: Money; walletFrozenNet: Money; shortfallNet: Money; at: Instant }>
  | Command<'RemindResponse', { reminder: number }>
  | Command<
      'Respond',
      {
        partyId: string;
        statement: string;
        authorAccountId: string;
        toFreelancer?: Money;
        negotiationEndsAt: Instant;
        mediationEndsAt: Instant;
        at: Instant;
      }
    >
  | Command<'AcceptClaim', { partyId: string; settlementId: string }>
  | Command<'Default', { rulingId: string; splitAt: Instant; at: Instant }>
  | Command<'MakeOffer', { offerId: string; side: Side; toFreelancer: Money; settlementId: string }>
  /** `match`: what the comparing use case found in both sealed offers; null while one is missing or they do not cross. */
  | Command<
      'SealOffer',
      SealedOffer & { offerId: string; side: Side; match: { toFreelancer: Money; settlementId: string } | null }
    >
  | Command<'AcceptOffer', { offerId: string; side: Side; settlementId: string }>
  | Command<'AskMediation', { side: Side }>
  | Command<'AssignMediator', { mediatorAccountId: string; reasonCodes: readonly string[]; proposalBy: Instant }>
  | Command<
      'ProposeMediation',
      { proposalId: string; by: string; toFreelancer: Money; reasons: string; ruleIds: readonly string[]; answerBy: Instant }
    >
  | Command<'AnswerMediation', { side: Side; answer: 'accept' | 'reject'; settlementId: string; arbitrationAnswerBy: Instant }>
  | Command<'EndMediation', { arbitrationAnswerBy: Instant; cause: 'silence' | 'time_over' }>
  | Command<'AnswerArbitration', { side: Side; answer: 'agree' | 'decline'; rulingId: string; splitAt: Instant }>
  | Command<'EndArbitrationOffer', { rulingId: string; splitAt: Instant; at: Instant }>
  | Command<
      'StartArbitration',
      { arbitratorAccountId: string; reasonCodes: readonly string[]; evidenceBy: Instant; rulingBy: Instant }
    >
  | Command<
      'AddExhibit',
      {
        exhibitId: string;
        side: Side;
        name: string;
        hash: string;
        size: number;
        note: string;
        authorAccountId: string;
        at: Instant;
      }
    >
  | Command<'Rule' | 'ForceDecision', Ruling>
  | Command<'OrderSplit', { splitId: string; at: Instant }>
  | Command<'NoteExecution', { splitId: string; at: Instant }>
  | Command<'BlockExecution', { splitId: string; reasonCode: string }>
  | Command<'ProposeRepair', { repairId: string; by: string; reason: string }>
  | Command<'ApproveRepair', { repairId: string; by: string; splitId: string }>
  | Command<'Withdraw', { partyId: string; at: Instant }>;

export type Ruling = {
  rulingId: string;
  by: string;
  toFreelancer: Money;
  toClient: Money;
  faultFreelancer: number;
  faultClient: number;
  ruleIds: readonly string[];
  factIds: readonly string[];
  formula: string;
  reasons: string;
  splitAt: Instant;
};
