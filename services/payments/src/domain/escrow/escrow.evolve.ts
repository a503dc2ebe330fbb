import { minorOf, type EventData } from '@guildhall/kernel';
import type { EscrowEvent } from './escrow.events.js';
import {
  addRelease,
  answered,
  arrived,
  emptyLine,
  legOf,
  noEscrow,
  reverse,
  sent,
  withLine,
  type Deferral,
  type EscrowState,
  type Line,
} from './escrow.state.js';

/** Notes what took the last of a hold. */
const emptied = (by: NonNullable<Line['emptiedBy']>, line: Line): Line =>
  line.held + line.frozen === 0n ? { ...line, emptiedBy: by } : line;

/** Deferred releases never claim more than is held: a split or refund took the rest of their money. */
const fitDeferrals = (line: Line): Line => {
  let left = line.held + line.frozen;
  const deferrals = line.deferrals.flatMap((deferral): Deferral[] => {
    const amount = deferral.amount < left ? deferral.amount : left;
    left -= amount;
    return amount === 0n ? [] : [{ ...deferral, amount }];
  });
  return { ...line, deferrals };
};

const paidOfDeferral = (line: Line, { releaseId, amount }: EventData<EscrowEvent, 'ReleaseSent'>): readonly Deferral[] =>
  line.deferrals.flatMap((deferral) => {
    if (deferral.releaseId !== releaseId) return [deferral];
    const rest = deferral.amount - minorOf(amount);
    return rest > 0n ? [{ ...deferral, amount: rest, parts: deferral.parts + 1 }] : [];
  });

const afterSplit = (line: Line, data: EventData<EscrowEvent, 'SplitSent'>): Line => {
  const toFreelancer = minorOf(data.fromHeld.toFreelancer);
  const heldPart = toFreelancer + minorOf(data.fromHeld.toClient);
  const fromFreeze = data.freezeId !== '' && line.freeze;
  const share = { releaseId: data.splitId, gross: toFreelancer, reversed: 0n, completedAt: data.sentAt };
  const releases = reverse(line.releases, data.fromReleased.lines);
  // The wallet ends its part of the freeze with the client's share: nothing is left there to unfreeze.
  const tookReleased = data.fromReleased.lines.length > 0;
  const after = fitDeferrals({
    ...line,
    held: fromFreeze ? line.held : line.held - heldPart,
    frozen: fromFreeze ? line.frozen - heldPart : line.frozen,
    freeze: fromFreeze
      ? { ...fromFreeze, held: fromFreeze.held - heldPart, released: tookReleased ? [] : fromFreeze.released }
      : line.freeze,
    clientFeeReturned: line.clientFeeReturned + minorOf(data.fromHeld.clientFee) + minorOf(data.fromReleased.clientFee),
    returned: line.returned + minorOf(data.toClient),
    releases,
    shares: toFreelancer > 0n ? [...line.shares, share] : line.shares,
  });
  return heldPart > 0n ? emptied('split', after) : after;
};

/** The last hold of a funding closes its leg. */
const withoutHold = (state: EscrowState, fundingId: string, holdId: string): EscrowState => {
  const left = (state.awaitedHolds[fundingId] ?? []).filter((other) => other !== holdId);
  const next = { ...state, awaitedHolds: { ...state.awaitedHolds, [fundingId]: left } };
  return left.length === 0 ? arrived(next, legOf.funding(fundingId)) : next;
};

/** Folds one event; amounts are gross minor units of the contract's currency. */
export const evolveEscrow = (state: EscrowState, { type, data }: EscrowEvent): EscrowState => {
  switch (type) {
    case 'EscrowOpened':
      return {
        ...noEscrow,
        terms: data,
        lines: Object.fromEntries(data.milestones.map((planned) => [planned.milestoneId, emptyLine(planned)])),
        awaited: state.awaited,
      };
    case 'InstructionAwaited':
      return { ...state, awaited: [...state.awaited, data] };
    case 'InstructionResumed':
      return { ...state, awaited: state.awaited.filter(({ instructionId }) => instructionId !== data.instructionId) };
    case 'FundingAccepted': {
      const awaitedHolds = { ...state.awaitedHolds, [data.fundingId]: data.lines.map(({ holdId }) => holdId) };
      return sent(answered({ ...state, awaitedHolds }, data.fundingId, 'taken'), legOf.funding(data.fundingId));
    }
    case 'FundingEnded':
      return arrived(state, legOf.funding(data.fundingId));
    case 'HoldPlaced':
      return withLine(
        answered(withoutHold(state, data.fundingId, data.holdId), data.holdId, 'taken'),
        data.milestoneId,
        (line) => ({
          ...line,
          funded: line.funded + minorOf(data.amount),
          clientFeePaid: line.clientFeePaid + minorOf(data.clientFee),
          held: line.held + minorOf(data.amount),
          emptiedBy: null,
        }),
      );
    case 'ReleaseSent':
      return withLine(
        sent(answered(state, data.releaseId, 'taken'), legOf.release(data.milestoneId, data.releaseId, data.part)),
        data.milestoneId,
        (line) =>
          emptied('released', {
            ...line,
            held: line.held - minorOf(data.amount),
            released: line.released + minorOf(data.amount),
            deferrals: paidOfDeferral(line, data),
          }),
      );
    case 'ReleaseDeferred': {
      const parts = minorOf(data.released) > 0n ? 1 : 0;
      const deferral = { releaseId: data.releaseId, payeePartyId: data.payeePartyId, amount: minorOf(data.deferred), parts };
      return withLine(answered(state, data.releaseId, 'deferred'), data.milestoneId, (line) => ({
        ...line,
        deferrals: [...line.deferrals, deferral],
      }));
    }
    case 'ReleaseCompleted': {
      const release = { releaseId: data.releaseId, gross: minorOf(data.gross), reversed: 0n, completedAt: data.completedAt };
      return withLine(arrived(state, legOf.release(data.milestoneId, data.releaseId, data.part)), data.milestoneId, (line) => ({
        ...line,
        releases: addRelease(line.releases, release),
      }));
    }
    case 'RefundSent':
      return withLine(
        sent(answered(state, data.refundId, 'taken'), legOf.refund(data.milestoneId, data.refundId)),
        data.milestoneId,
        (line) =>
          emptied('refunded', {
            ...line,
            held: line.held - minorOf(data.amount),
            returned: line.returned + minorOf(data.amount),
            clientFeeReturned: line.clientFeeReturned + minorOf(data.clientFee),
          }),
      );
    case 'ReleasedRefundStarted': {
      const leg = legOf.refund(data.milestoneId, data.refundId);
      const lines = data.lines.map(({ releaseId, gross }) => ({ releaseId, gross: minorOf(gross) }));
      const refund = { amount: minorOf(data.amount), clientFee: minorOf(data.clientFee), lines };
      const started = { ...state, startedRefunds: { ...state.startedRefunds, [leg]: refund } };
      return withLine(sent(answered(started, data.refundId, 'taken'), leg), data.milestoneId, (line) => ({
        ...line,
        returned: line.returned + minorOf(data.amount),
        clientFeeReturned: line.clientFeeReturned + minorOf(data.clientFee),
        releases: reverse(line.releases, data.lines),
      }));
    }
    case 'RefundCompleted':
      return arrived(state, legOf.refund(data.milestoneId, data.refundId));
    case 'FreezeStarted': {
      const { freezeId, disputeId, milestoneId, startedAt } = data;
      const freeze = {
        freezeId,
        disputeId,
        held: minorOf(data.fromHeld),
        sought: minorOf(data.sought),
        startedAt,
        released: [],
        open: true,
      };
      const started = sent(answered(state, freezeId, 'taken'), legOf.freeze(milestoneId, freezeId));
      // A second freeze finds nothing and must not hide the first one, which knows what it took.
      return withLine(started, milestoneId, (line) => (line.freeze?.open ? line : { ...line, freeze }));
    }
    case 'ReleasedFreezeStarted': {
      const released = data.released.map(({ releaseId, gross }) => ({ releaseId, gross: minorOf(gross) }));
      return withLine(state, data.milestoneId, (line) => ({
        ...line,
        freeze: line.freeze && { ...line.freeze, sought: null, released },
      }));
    }
    case 'AmountFrozen':
      return withLine(state, data.milestoneId, (line) => ({
        ...line,
        held: line.held - minorOf(data.amount),
        frozen: line.frozen + minorOf(data.amount),
      }));
    case 'FreezeCompleted':
      return withLine(arrived(state, legOf.freeze(data.milestoneId, data.freezeId)), data.milestoneId, (line) => ({
        ...line,
        freeze: line.freeze && { ...line.freeze, sought: null },
      }));
    case 'AmountUnfrozen':
      return withLine(state, data.milestoneId, (line) => ({
        ...line,
        held: line.held + minorOf(data.amount),
        frozen: line.frozen - minorOf(data.amount),
      }));
    case 'FreezeEnded':
      return withLine(state, data.milestoneId, (line) => ({
        ...line,
        freeze: line.freeze && { ...line.freeze, held: 0n, released: [], open: false },
      }));
    case 'SplitSent':
      return withLine(
        sent(answered(state, data.splitId, 'taken'), legOf.split(data.milestoneId, data.splitId)),
        data.milestoneId,
        (line) => afterSplit(line, data),
      );
    case 'SplitCompleted':
      return withLine(arrived(state, legOf.split(data.milestoneId, data.splitId)), data.milestoneId, (line) => ({
        ...line,
        releases: [...line.releases, ...line.shares.filter(({ releaseId }) => releaseId === data.splitId)],
        shares: line.shares.filter(({ releaseId }) => releaseId !== data.splitId),
      }));
    case 'InstructionRefused':
      return refusedAfterStart(answered(state, data.instructionId, 'refused'), data);
    case 'CompletionNoted':
      return { ...state, completing: true };
    case 'EscrowSettled':
      return { ...state, settled: true };
  }
};

/** A refund of released money that the wallet refused gives back what it had reserved of the releases. */
const refusedAfterStart = (
  state: EscrowState,
  { milestoneId, instructionId, kind }: EventData<EscrowEvent, 'InstructionRefused'>,
): EscrowState => {
  const leg = legOf.refund(milestoneId, instructionId);
  const started = state.startedRefunds[leg];
  if (kind !== 'refund' || !started || !state.inTransit.includes(leg)) return state;
  return withLine(arrived(state, leg), milestoneId, (line) => ({
    ...line,
    returned: line.returned - started.amount,
    clientFeeReturned: line.clientFeeReturned - started.clientFee,
    releases: line.releases.map((release) => {
      const back = started.lines
        .filter(({ releaseId }) => releaseId === release.releaseId)
        .reduce((sum, { gross }) => sum + gross, 0n);
      return { ...release, reversed: release.reversed - back };
    }),
  }));
};
