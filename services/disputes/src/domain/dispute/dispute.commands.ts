import type { Command, EventData, Instant, Money } from '@guildhall/kernel';
import type { DisputeEvent, Escalation, SealedOffer, Shares, Side } from './dispute.events.js';

/** Whether the person shares history with a party of the case. */
export type Conflict = 'none' | 'shared_history';
type OpenedData = Omit<
  EventData<DisputeEvent, 'DisputeOpened'>,
  'scopeKind' | 'lane' | 'longStopAt' | 'defaultOutcome' | 'policyRefs'
>;
export type Ruling = Shares &
  Readonly<{
    rulingId: string;
    by: string;
    faultFreelancer: number;
    faultClient: number;
    ruleIds: readonly string[];
    factIds: readonly string[];
    formula: string;
    reasons: string;
    conflict: Conflict;
    at: Instant;
  }>;
type Exhibit = Omit<EventData<DisputeEvent, 'ExhibitAdded'>, 'disputeId' | 'contractId' | 'milestoneId' | 'addedAt'>;
type Frozen = Pick<
  EventData<DisputeEvent, 'ResponseAwaited'>,
  'amount' | 'heldFrozen' | 'walletFrozenNet' | 'shortfallNet' | 'respondBy' | 'remindAt'
>;

/** Ends of business days arrive as instants, by the respondent's calendar; calendar days are counted from `at`. */
export type DisputeCommand =
  /** `disputable`: held and lately released, as payments told; `window`: whether the contract's end is near enough. */
  | Command<'OpenDispute', OpenedData & { disputable: Money; window: 'open' | 'closed' }>
  | Command<'NoteFreeze', Frozen & { at: Instant }>
  | Command<'RemindResponse', { reminder: number }>
  | Command<'Respond', { partyId: string; statement: string; authorAccountId: string; toFreelancer?: Money; at: Instant }>
  | Command<'AcceptClaim', { partyId: string }>
  | Command<'Default', { at: Instant }>
  | Command<'MakeOffer', { offerId: string; side: Side; toFreelancer: Money }>
  | Command<'SealOffer', SealedOffer & { offerId: string; side: Side }>
  /** What the comparing use case found: two sealed offers that cross, and their midpoint. */
  | Command<'SettleSealed', { clientOfferId: string; freelancerOfferId: string; toFreelancer: Money }>
  | Command<'AcceptOffer', { offerId: string; side: Side }>
  | Command<'AskMediation', { side: Side }>
  | Command<'EndNegotiation', object>
  | Command<'AssignMediator', { mediatorAccountId: string; reasonCodes: readonly string[]; proposalBy: Instant }>
  | Command<
      'ProposeMediation',
      {
        proposalId: string;
        by: string;
        toFreelancer: Money;
        reasons: string;
        ruleIds: readonly string[];
        answerBy: Instant;
        conflict: Conflict;
      }
    >
  | Command<'AnswerMediation', { side: Side; answer: 'accept' | 'reject'; at: Instant }>
  /** `proposalId`: the proposal that was met with silence; a newer one has its own clock. */
  | Command<'EndMediation', { cause: 'time_over'; at: Instant } | { cause: 'silence'; proposalId: string; at: Instant }>
  | Command<'AnswerArbitration', { side: Side; answer: 'agree' | 'decline'; at: Instant }>
  | Command<'EndArbitrationOffer', { at: Instant }>
  | Command<
      'StartArbitration',
      { arbitratorAccountId: string; reasonCodes: readonly string[]; evidenceBy: Instant; rulingBy: Instant }
    >
  | Command<'AddExhibit', Exhibit & { at: Instant }>
  | Command<'Rule', Ruling>
  | Command<'ForceDecision', Ruling>
  | Command<'Escalate', { reason: Escalation; at: Instant }>
  | Command<'OrderSplit', { at: Instant }>
  | Command<'NoteExecution', { splitId: string; at: Instant }>
  | Command<'BlockExecution', { splitId: string; reasonCode: string; at: Instant }>
  | Command<'ProposeRepair', { repairId: string; by: string; reason: string }>
  | Command<'ApproveRepair', { repairId: string; by: string }>
  | Command<'Withdraw', { partyId: string; at: Instant }>;

export type Of<T extends DisputeCommand['type']> = Extract<DisputeCommand, Command<T>>;
