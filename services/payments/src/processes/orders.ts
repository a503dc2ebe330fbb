import { send, type Command, type Instant, type Money, type Send } from '@guildhall/kernel';
import type { EscrowCommand } from '../domain/escrow/escrow.commands.js';
import type { EscrowEvent } from '../domain/escrow/escrow.events.js';
import type { FundingCommand } from '../domain/funding/funding.commands.js';
import type { NumbersCommand } from '../domain/numbers/numbers.decider.js';
import type { PartyCommand } from '../domain/party/party.decider.js';
import type { WalletCommand } from '../domain/wallet/wallet.commands.js';

/** A command with the key of the stream that it is for: most commands do not name it themselves. */
export type EscrowOrder = Command<'EscrowOrder', { contractId: string; command: EscrowCommand }>;
export type WalletOrder = Command<'WalletOrder', { partyId: string; command: WalletCommand }>;
export type FundingOrder = Command<'FundingOrder', { fundingId: string; command: FundingCommand }>;
export type PartyOrder = Command<'PartyOrder', { partyId: string; command: PartyCommand }>;
export type NumbersOrder = Command<'NumbersOrder', NumbersCommand['data']>;

type SignedTerms = Omit<Extract<EscrowEvent, { type: 'EscrowOpened' }>['data'], 'feeRules' | 'securityHoldDays'>;

/** Opens an escrow under the fee policy version that the contract was signed with. */
export type OpenEscrowUnderPolicy = Command<'OpenEscrowUnderPolicy', { terms: SignedTerms }>;
/** Claims the first charge with the client's default instrument, or notes that there is none. */
export type StartCharge = Command<'StartCharge', { fundingId: string; clientPartyId: string }>;
/** Effects at the provider; each passes only when its stream says that it is still open. */
export type AskCharge = Command<
  'AskCharge',
  { fundingId: string; attempt: number; reference: string; instrumentId: string; amount: Money }
>;
type ChargeOf = { fundingId: string; clientPartyId: string; chargeId: string; provider: string; amount: Money; at: Instant };
export type AskCapture = Command<'AskCapture', ChargeOf & { attempt: number }>;
export type VoidCharge = Command<'VoidCharge', { fundingId: string; chargeId: string }>;
export type ReturnLateCharge = Command<'ReturnLateCharge', ChargeOf>;
export type AskInstrumentRefund = Command<
  'AskInstrumentRefund',
  { partyId: string; refundId: string; chargeId: string; amount: Money }
>;
export type AskPayout = Command<
  'AskPayout',
  { partyId: string; payoutId: string; destinationId: string; amount: Money; at: Instant }
>;
/** Pays out what is left of a party whose account is closed, when nothing of that currency is pending or frozen. */
export type AskFinalPayout = Command<'AskFinalPayout', { partyId: string; at: Instant }>;

export type Order =
  | EscrowOrder
  | WalletOrder
  | FundingOrder
  | PartyOrder
  | NumbersOrder
  | OpenEscrowUnderPolicy
  | StartCharge
  | AskCharge
  | AskCapture
  | VoidCharge
  | ReturnLateCharge
  | AskInstrumentRefund
  | AskPayout
  | AskFinalPayout;

export const toEscrow = (step: string, contractId: string, command: EscrowCommand): Send =>
  order(step, { type: 'EscrowOrder', data: { contractId, command } });
export const toWallet = (step: string, partyId: string, command: WalletCommand): Send =>
  order(step, { type: 'WalletOrder', data: { partyId, command } });
export const toFunding = (step: string, fundingId: string, command: FundingCommand): Send =>
  order(step, { type: 'FundingOrder', data: { fundingId, command } });
export const toParty = (step: string, partyId: string, command: PartyCommand): Send =>
  order(step, { type: 'PartyOrder', data: { partyId, command } });

/** `send`, typed by what this service has routes for. */
export const order = (step: string, command: Order): Send => send(step, command);
