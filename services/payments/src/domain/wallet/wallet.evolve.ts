import { minorOf, type EventData, type Money } from '@guildhall/kernel';
import type { WalletEvent } from './wallet.events.js';
import { addLifetime, changePending, move, type FrozenPart, type WalletFreeze, type WalletState } from './wallet.state.js';

const booked = (state: WalletState, transferId: string): WalletState => ({
  ...state,
  transfers: [...state.transfers, transferId],
});

const withFreeze = (
  state: WalletState,
  freezeId: string,
  change: (freeze: WalletFreeze) => WalletFreeze,
  currency: string,
): WalletState => {
  const freeze = state.freezes[freezeId] ?? { freezeId, currency, parts: [], shortfall: 0n, open: true };
  return { ...state, freezes: { ...state.freezes, [freezeId]: change(freeze) } };
};

const addVolume = (state: WalletState, direction: 'earned' | 'spent', { amount, currency }: Money): WalletState => {
  const key = `${direction}|${currency}`;
  return { ...state, volumes: { ...state.volumes, [key]: (state.volumes[key] ?? 0n) + BigInt(amount) } };
};

const credited = (state: WalletState, data: EventData<WalletEvent, 'EarningsCredited'>): WalletState => {
  const { currency } = data.gross;
  const risen = addLifetime(booked(state, data.transferId), data.clientPartyId, currency, minorOf(data.lifetimeRise));
  return addVolume(changePending(risen, data.releaseId, data.part, minorOf(data.net), currency), 'earned', data.gross);
};

const refundSent = (state: WalletState, data: EventData<WalletEvent, 'ReleasedRefundSent'>): WalletState => {
  const { currency } = data.gross;
  const fallen = addLifetime(booked(state, data.transferId), data.clientPartyId, currency, -minorOf(data.lifetimeFall));
  const drained = data.fromPending.reduce(
    (now, { releaseId, part, amount }) => changePending(now, releaseId, part, -minorOf(amount), currency),
    fallen,
  );
  return move(drained, currency, { available: -minorOf(data.fromAvailable) });
};

const frozen = (
  state: WalletState,
  { freezeId, releaseId, part, amount, source }: EventData<WalletEvent, 'AmountFrozen'>,
): WalletState => {
  const minor = minorOf(amount);
  const { currency } = amount;
  const taken =
    source === 'pending' ? changePending(state, releaseId, part, -minor, currency) : move(state, currency, { available: -minor });
  const noted = withFreeze(
    taken,
    freezeId,
    (freeze) => ({ ...freeze, parts: [...freeze.parts, { releaseId, part, amount: minor, source }] }),
    currency,
  );
  return move(noted, currency, { frozen: minor });
};

const unfrozen = (
  state: WalletState,
  { freezeId, releaseId, part, amount, source }: EventData<WalletEvent, 'AmountUnfrozen'>,
): WalletState => {
  const minor = minorOf(amount);
  const { currency } = amount;
  const freed = move(state, currency, { frozen: -minor, ...(source === 'available' ? { available: minor } : {}) });
  const back = source === 'pending' ? changePending(freed, releaseId, part, minor, currency) : freed;
  // One of several parts, maybe: the freeze itself ends with `FreezeLifted` or `ReleasedSplit`.
  const left = (parts: readonly FrozenPart[]): readonly FrozenPart[] => {
    const at = parts.findIndex((known) => known.releaseId === releaseId && known.source === source && known.amount === minor);
    return parts.filter((_, index) => index !== at);
  };
  return withFreeze(back, freezeId, (freeze) => ({ ...freeze, parts: left(freeze.parts) }), currency);
};

const split = (state: WalletState, data: EventData<WalletEvent, 'ReleasedSplit'>): WalletState => {
  const { currency } = data.gross;
  const fallen = addLifetime(booked(state, data.transferId), data.clientPartyId, currency, -minorOf(data.lifetimeFall));
  const drained = data.fromPending.reduce(
    (now, { releaseId, part, amount }) => changePending(now, releaseId, part, -minorOf(amount), currency),
    fallen,
  );
  const moved = move(drained, currency, {
    frozen: -minorOf(data.fromFrozen) - minorOf(data.freed),
    available: minorOf(data.freed) - minorOf(data.fromAvailable),
    owed: minorOf(data.owed),
  });
  return withFreeze(moved, data.freezeId, (freeze) => ({ ...freeze, parts: [], shortfall: 0n, open: false }), currency);
};

const returned = (state: WalletState, data: EventData<WalletEvent, 'PayoutReturned'>): WalletState => {
  const { currency } = data.amount;
  const filled = data.toFrozen.reduce((sum, { amount }) => sum + minorOf(amount), 0n);
  const moved = move(state, currency, { available: minorOf(data.amount) - filled, frozen: filled });
  return data.toFrozen.reduce(
    (now, { freezeId, amount }) =>
      withFreeze(
        now,
        freezeId,
        (freeze) => ({
          ...freeze,
          shortfall: freeze.shortfall - minorOf(amount),
          parts: [...freeze.parts, { releaseId: '', part: '', amount: minorOf(amount), source: 'available' }],
        }),
        currency,
      ),
    payoutIs(moved, data.payoutId, 'failed'),
  );
};

const payoutIs = (state: WalletState, payoutId: string, status: 'in_transit' | 'paid' | 'failed'): WalletState => {
  const payout = state.payouts[payoutId];
  return payout ? { ...state, payouts: { ...state.payouts, [payoutId]: { ...payout, status } } } : state;
};

/** Folds one event of a wallet; amounts are minor units by currency. */
export const evolveWallet = (state: WalletState, { type, data }: WalletEvent): WalletState => {
  switch (type) {
    case 'WalletOpened':
      return { ...state, partyId: data.partyId };
    case 'ChargeCaptured':
      return move({ ...state, charges: [...state.charges, data.chargeId] }, data.amount.currency, {
        funding: minorOf(data.amount),
      });
    case 'FundingSent': {
      const total = data.lines.reduce((sum, { amount }) => sum + minorOf(amount), minorOf(data.clientFee));
      const { currency } = data.clientFee;
      const sent = move({ ...state, fundings: [...state.fundings, data.fundingId] }, currency, { funding: -total });
      return addVolume(sent, 'spent', { amount: total.toString(), currency });
    }
    case 'InstrumentRefunded': {
      const { refundId, amount, provider } = data;
      const noted = {
        ...state,
        refundsToInstrument: { ...state.refundsToInstrument, [refundId]: { amount, provider, returned: 'no' as const } },
      };
      return move(noted, amount.currency, { funding: -minorOf(amount) });
    }
    case 'InstrumentRefundReturned': {
      const { refundId, amount, provider } = data;
      const noted = {
        ...state,
        refundsToInstrument: { ...state.refundsToInstrument, [refundId]: { amount, provider, returned: 'yes' as const } },
      };
      return move(noted, amount.currency, { funding: minorOf(amount) });
    }
    case 'EarningsCredited':
      return credited(state, data);
    case 'EarningsCleared': {
      const cleared = changePending(state, data.releaseId, data.part, -minorOf(data.amount), data.amount.currency);
      return move(cleared, data.amount.currency, { available: minorOf(data.amount) });
    }
    case 'RefundCredited':
      return move(booked(state, data.transferId), data.amount.currency, { funding: minorOf(data.amount) });
    case 'ReleasedRefundSent':
      return refundSent(state, data);
    case 'ReleasedRefundRefused':
      return booked(state, data.transferId);
    case 'AmountFrozen':
      return frozen(state, data);
    case 'FreezeAnswered':
      return withFreeze(
        state,
        data.freezeId,
        (freeze) => ({ ...freeze, shortfall: minorOf(data.shortfallNet) }),
        data.shortfallNet.currency,
      );
    case 'AmountUnfrozen':
      return unfrozen(state, data);
    case 'FreezeLifted': {
      const freeze = state.freezes[data.freezeId];
      const lifted = freeze && { ...freeze, parts: [], shortfall: 0n, open: false };
      return lifted ? { ...state, freezes: { ...state.freezes, [data.freezeId]: lifted } } : state;
    }
    case 'ReleasedSplit':
      return split(state, data);
    case 'PayoutCreated': {
      const { payoutId, amount, method } = data;
      const created = { ...state, payouts: { ...state.payouts, [payoutId]: { amount, method, status: 'created' as const } } };
      return move(created, amount.currency, { available: -minorOf(amount) });
    }
    case 'PayoutSubmitted':
      return payoutIs(state, data.payoutId, 'in_transit');
    case 'PayoutSettled':
      return payoutIs(state, data.payoutId, 'paid');
    case 'PayoutReturned':
      return returned(state, data);
    case 'PartyVolumeCrossed':
      return { ...state, crossed: [...state.crossed, `${data.direction}|${data.lifetimeVolume.currency}|${data.thresholdId}`] };
  }
};
