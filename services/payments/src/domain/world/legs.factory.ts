import { deriveId, minorOf, money, type Money } from '@guildhall/kernel';
import type { EscrowCommand } from '../escrow/escrow.commands.js';
import type { EscrowEvent } from '../escrow/escrow.events.js';
import type { FundingCommand } from '../funding/funding.commands.js';
import type { FundingEvent } from '../funding/funding.events.js';
import type { NumbersCommand, NumbersEvent } from '../numbers/numbers.decider.js';
import type { WalletCommand } from '../wallet/wallet.commands.js';
import type { WalletEvent } from '../wallet/wallet.events.js';

export type AnyCommand = EscrowCommand | WalletCommand | FundingCommand | NumbersCommand;
export type AnyEvent = EscrowEvent | WalletEvent | FundingEvent | NumbersEvent;
/** A command on its way to a stream. */
export type Order = Readonly<{ stream: string; command: AnyCommand }>;

export const escrowStream = (contractId: string): string => `payments.escrow-${contractId}`;
export const walletStream = (partyId: string): string => `payments.wallet-${partyId}`;
export const fundingStream = (fundingId: string): string => `payments.funding-${fundingId}`;
export const NUMBERS = 'payments.numbers-guildhall-2026';

const toEscrow = (contractId: string, command: EscrowCommand): Order => ({ stream: escrowStream(contractId), command });
const toWallet = (partyId: string, command: WalletCommand): Order => ({ stream: walletStream(partyId), command });
const toFunding = (fundingId: string, command: FundingCommand): Order => ({ stream: fundingStream(fundingId), command });
const plusFee = (amount: Money, fee: Money): Money => money(minorOf(amount) + minorOf(fee), amount.currency);

type Find = <T extends AnyEvent['type']>(type: T, matching: (data: DataOf<T>) => boolean) => DataOf<T> | undefined;
export type DataOf<T extends AnyEvent['type']> = Extract<AnyEvent, { type: T }>['data'];
/** What is needed beside the event: its stream's key, the time, and a look into what happened before. */
export type Surroundings = Readonly<{ key: string; at: string; find: Find }>;

const splitLegs = ({ key, at }: Surroundings, data: DataOf<'SplitSent'>): readonly Order[] => {
  const { milestoneId, milestoneKind, clientPartyId, splitId, freezeId, feeRules, fromHeld, fromReleased } = data;
  const where = { contractId: key, milestoneId };
  const share = { releaseId: splitId, releasePart: 1, origin: 'split' as const, transferId: fromHeld.freelancerTransferId };
  const terms = { milestoneKind, clientPartyId, feeRules, at };
  const earn = { partyId: data.payeePartyId, ...share, ...where, ...terms, amount: fromHeld.toFreelancer };
  const back = { partyId: clientPartyId, transferId: fromHeld.clientTransferId, refundId: splitId, ...where };
  const released = { splitId, freezeId, transferId: fromReleased.transferId, lines: fromReleased.lines, ...where, ...terms };
  const toClient = { toClient: fromReleased.toClient, clientFee: fromReleased.clientFee };
  return [
    ...(minorOf(fromHeld.toFreelancer) > 0n
      ? [toWallet(data.payeePartyId, { type: 'CreditEarnings', data: { ...earn, securityHoldDays: data.securityHoldDays } })]
      : []),
    ...(minorOf(fromHeld.toClient) > 0n
      ? [
          toWallet(clientPartyId, {
            type: 'CreditRefund',
            data: { ...back, amount: plusFee(fromHeld.toClient, fromHeld.clientFee) },
          }),
        ]
      : []),
    ...(minorOf(fromReleased.toClient) > 0n
      ? [toWallet(data.payeePartyId, { type: 'SplitReleased', data: { ...released, ...toClient } })]
      : []),
  ];
};

/** The closing of a split, once every share that it has is booked. */
const closeSplit = ({ find }: Surroundings, contractId: string, splitId: string): readonly Order[] => {
  const split = find('SplitSent', (data) => data.splitId === splitId);
  if (!split) return [];
  const { fromHeld, fromReleased, milestoneId, toFreelancer, toClient } = split;
  const earned = find('EarningsCredited', ({ transferId }) => transferId === fromHeld.freelancerTransferId);
  const returned = (transferId: string): boolean =>
    find('RefundCredited', (data) => data.transferId === transferId) !== undefined;
  const missing =
    (minorOf(fromHeld.toFreelancer) > 0n && !earned) ||
    (minorOf(fromHeld.toClient) > 0n && !returned(fromHeld.clientTransferId)) ||
    (minorOf(fromReleased.toClient) > 0n && !returned(fromReleased.transferId));
  if (missing) return [];
  const heldPart = money(minorOf(fromHeld.toFreelancer) + minorOf(fromHeld.toClient), toClient.currency);
  const fee = earned?.fee ?? money(0n, toClient.currency);
  const data = { splitId, milestoneId, toFreelancer, toClient, heldPart, fee };
  return [toEscrow(contractId, { type: 'CompleteSplit', data })];
};

/** The closing of a refund, once its credit note has a number. */
const closeRefund = ({ find }: Surroundings, transferId: string, creditNoteNumber: string): readonly Order[] => {
  const credited = find('RefundCredited', (data) => data.transferId === transferId);
  const sent = find('RefundSent', (data) => data.transferId === transferId);
  const taken = find('ReleasedRefundSent', (data) => data.transferId === transferId);
  const original = sent ?? taken;
  if (!credited || !original) return [];
  const amount = sent?.amount ?? taken?.gross ?? original.clientFee;
  const feeReturned = taken ? plusFee(taken.freelancerFee, taken.clientFee) : original.clientFee;
  const { refundId, milestoneId, contractId } = credited;
  const source = sent ? ('held' as const) : ('released' as const);
  const data = { refundId, milestoneId, amount, source, feeReturned, creditNoteNumber };
  return [toEscrow(contractId, { type: 'CompleteRefund', data })];
};

/**
 * What each event causes, as the processes of the service do it: the legs of transfers and the closing events. Lets the domain be
 * driven as a whole without the service.
 */
export const legsOf = (event: AnyEvent, around: Surroundings): readonly Order[] => {
  const { key, at, find } = around;
  switch (event.type) {
    case 'FundingAccepted': {
      const { acceptedAt: _acceptedAt, ...opening } = event.data;
      return [toFunding(event.data.fundingId, { type: 'OpenFunding', data: opening })];
    }
    case 'FundingCommitted': {
      const { clientPartyId: partyId, fundingId, chargeId, provider, total: amount } = event.data;
      return [toWallet(partyId, { type: 'CaptureCharge', data: { partyId, fundingId, chargeId, provider, amount, at } })];
    }
    case 'ChargeCaptured': {
      const funding = find('FundingCommitted', ({ fundingId }) => fundingId === event.data.fundingId);
      if (!funding) return [];
      const { contractId, lines, fundingId } = funding;
      return [toWallet(key, { type: 'SendFunding', data: { fundingId, contractId, lines, at } })];
    }
    case 'FundingSent': {
      const { fundingId, contractId, lines } = event.data;
      return lines.map((line) =>
        toEscrow(contractId, { type: 'PlaceHold', data: { ...line, fundingId, providerDeadline: '2026-12-31T00:00:00.000Z' } }),
      );
    }
    case 'FundingRefused':
      return event.data.final
        ? [toEscrow(event.data.contractId, { type: 'EndFunding', data: { fundingId: event.data.fundingId } })]
        : [];
    case 'ReleaseSent': {
      const { postings: _postings, heldRemaining: _held, part, payeePartyId, sentAt: _sentAt, ...release } = event.data;
      const data = { ...release, partyId: payeePartyId, contractId: key, releasePart: part, origin: 'release' as const, at };
      return [toWallet(payeePartyId, { type: 'CreditEarnings', data })];
    }
    case 'EarningsCredited': {
      const { origin, contractId, milestoneId, releaseId, releasePart: part, gross, fee, net, availableAt } = event.data;
      if (origin === 'split') return closeSplit(around, contractId, releaseId);
      const data = { releaseId, part, milestoneId, freelancerPartyId: key, gross, fee, net, availableAt, at };
      return [toEscrow(contractId, { type: 'CompleteRelease', data })];
    }
    case 'RefundSent': {
      const { clientPartyId: partyId, transferId, refundId, milestoneId, amount, clientFee } = event.data;
      const data = { partyId, transferId, refundId, contractId: key, milestoneId, amount: plusFee(amount, clientFee) };
      return [toWallet(partyId, { type: 'CreditRefund', data })];
    }
    case 'RefundCredited': {
      const { transferId, contractId, refundId } = event.data;
      if (find('SplitSent', ({ splitId }) => splitId === refundId)) return closeSplit(around, contractId, refundId);
      return [
        { stream: NUMBERS, command: { type: 'TakeNumber', data: { issuer: 'guildhall', year: 2026, documentId: transferId } } },
      ];
    }
    case 'NumberTaken':
      return closeRefund(around, event.data.documentId, event.data.number);
    case 'ReleasedRefundStarted': {
      const { freelancerPartyId, ...refund } = event.data;
      return [toWallet(freelancerPartyId, { type: 'RefundReleased', data: { ...refund, contractId: key } })];
    }
    case 'ReleasedRefundSent':
    case 'ReleasedSplit': {
      const { clientPartyId: partyId, transferId, contractId, milestoneId, credited: amount } = event.data;
      const refundId = event.type === 'ReleasedSplit' ? event.data.splitId : event.data.refundId;
      return [
        toWallet(partyId, { type: 'CreditRefund', data: { partyId, transferId, refundId, contractId, milestoneId, amount } }),
      ];
    }
    case 'ReleasedRefundRefused': {
      const { contractId, milestoneId, refundId: instructionId, reasonCode } = event.data;
      const refusal = { milestoneId, instructionId, kind: 'refund' as const, reasonCode };
      return [toEscrow(contractId, { type: 'RefuseInstruction', data: refusal })];
    }
    case 'ReleasedFreezeStarted': {
      const { freelancerPartyId, released: lines, startedAt: _startedAt, ...freeze } = event.data;
      const currency = event.data.released[0]?.gross.currency ?? '';
      return [toWallet(freelancerPartyId, { type: 'FreezeReleased', data: { ...freeze, contractId: key, lines, currency, at } })];
    }
    case 'FreezeAnswered': {
      const { contractId, ...answer } = event.data;
      return [toEscrow(contractId, { type: 'CompleteFreeze', data: answer })];
    }
    case 'FreezeEnded': {
      const { freelancerPartyId, freezeId, released } = event.data;
      return released.length > 0 ? [toWallet(freelancerPartyId, { type: 'UnfreezeReleased', data: { freezeId, at } })] : [];
    }
    case 'SplitSent':
      return splitLegs(around, event.data);
    case 'EscrowOpened':
    case 'InstructionAwaited':
    case 'InstructionResumed':
    case 'FundingEnded':
    case 'HoldPlaced':
    case 'ReleaseDeferred':
    case 'ReleaseCompleted':
    case 'RefundCompleted':
    case 'FreezeStarted':
    case 'AmountFrozen':
    case 'AmountUnfrozen':
    case 'FreezeCompleted':
    case 'FreezeLifted':
    case 'SplitCompleted':
    case 'InstructionRefused':
    case 'CompletionNoted':
    case 'EscrowSettled':
    case 'WalletOpened':
    case 'InstrumentRefunded':
    case 'InstrumentRefundReturned':
    case 'EarningsCleared':
    case 'PayoutCreated':
    case 'PayoutSubmitted':
    case 'PayoutSettled':
    case 'PayoutReturned':
    case 'PartyVolumeCrossed':
    case 'FundingOpened':
    case 'ChargeClaimed':
    case 'ChargeAuthorised':
    case 'ChargeRetried':
    case 'GiveUpNoted':
    case 'LateChargeSeen':
      return [];
  }
};

/** The charge of a funding, as a provider that pays does it: asked, authorised, committed. */
export const payCharge = (fundingId: string, total: Money, at: string): readonly Order[] => [
  toFunding(fundingId, { type: 'ClaimCharge', data: { instrumentId: 'instrument', attempt: 1 } }),
  toFunding(fundingId, {
    type: 'AuthoriseCharge',
    data: { attempt: 1, chargeId: deriveId(fundingId, 'charge'), provider: 'psp', amount: total },
  }),
  toFunding(fundingId, { type: 'CommitFunding', data: { attempt: 1, at } }),
];
