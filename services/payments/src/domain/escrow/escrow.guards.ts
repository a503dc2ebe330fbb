import { money, type EventData, type Money } from '@guildhall/kernel';
import { fail } from '../payments.errors.js';
import type { EscrowEvent, InstructionKind, RefusalReason } from './escrow.events.js';
import type { EscrowState, Line } from './escrow.state.js';

export type OpenTerms = EventData<EscrowEvent, 'EscrowOpened'>;

/** The line of a milestone that a leg in transit names: it is there, or the sender is at fault. */
export const lineOf = (state: EscrowState, milestoneId: string): Line => {
  const line = state.lines[milestoneId];
  if (!line) throw fail('PAYMENTS.HOLD_NOT_FOUND', `No milestone ${milestoneId} in this escrow`);
  return line;
};

/** The answer "no" to an instruction: told as a fact, kept for ever, so a redelivery gets the same one. */
export const refusalOf =
  ({ contractId }: OpenTerms, milestoneId: string, instructionId: string, kind: InstructionKind) =>
  (reasonCode: RefusalReason): readonly EscrowEvent[] => [
    { type: 'InstructionRefused', data: { contractId, milestoneId, instructionId, kind, reasonCode } },
  ];

export const inCurrency =
  ({ currency }: OpenTerms) =>
  (minor: bigint): Money =>
    money(minor, currency);
