import { describe, it } from '@jest/globals';
import type { LedgerEvent } from './ledger-event.js';
import {
  add,
  at,
  both,
  changed,
  doubled,
  expectCaught,
  lost,
  money,
  original,
  placeOf,
  posting,
  postings,
  renumbered,
  type Json,
  type Planted,
} from './mutation.factory.js';

const mutants: readonly Planted[] = [
  ['a remainder that is not held', 'I3', () => changed(placeOf('ReleaseSent'), (data) => add(money(data, 'heldRemaining'), -1n))],
  [
    'a settlement that forgets a refund',
    'I3',
    () => changed(placeOf('EscrowSettled'), (data) => add(money(data, 'refunded'), -10_000n)),
  ],
  [
    'a settlement while money is held',
    'I3',
    () => {
      const settled = original[placeOf('EscrowSettled')];
      const place = placeOf('RefundCompleted');
      const early = [...original.slice(0, place), ...(settled ? [settled] : []), ...original.slice(place)];
      return { log: renumbered(early), at: BigInt(place) };
    },
  ],
  ['a release sent twice', 'I4', () => doubled(placeOf('ReleaseSent'))],
  ['a split sent twice', 'I4', () => doubled(placeOf('SplitSent'))],
  ['a completion told twice', 'I4', () => doubled(placeOf('ReleaseCompleted'))],
  [
    'a completion before the credit',
    'I4',
    () => {
      const place = placeOf('EarningsCredited');
      return { log: lost(place), at: BigInt(lost(place).findIndex(({ type }) => type === 'ReleaseCompleted')) };
    },
  ],
  ['a completion of another amount', 'I4', () => changed(placeOf('RefundCompleted'), (data) => add(money(data, 'amount'), 1n))],
  [
    'a second part of a release that was not deferred',
    'I4',
    () =>
      changed(placeOf('ReleaseSent', { nth: 3 }), (data) => {
        data.part = 2;
      }),
  ],
  [
    'a refusal of what was taken',
    'I4',
    () => {
      const refused = original[placeOf('InstructionRefused')];
      const place = placeOf('EscrowSettled');
      const late: LedgerEvent | undefined = refused && { ...refused, data: { ...refused.data, instructionId: 'partial' } };
      return {
        log: renumbered([...original.slice(0, place), ...(late ? [late] : []), ...original.slice(place)]),
        at: BigInt(place),
      };
    },
  ],
  [
    'a client fee that is not the sum of its lines',
    'I8',
    () =>
      changed(placeOf('FundingSent'), (data) => {
        both(data, ['clientFee'], 'revenue', 1n);
        add(posting(data, 'wallet'), 1n);
      }),
  ],
  [
    'a hold with another fee than was paid',
    'I8',
    () => changed(placeOf('HoldPlaced'), (data) => add(money(data, 'clientFee'), 1n)),
  ],
  [
    'a fee of the wrong tier',
    'I8',
    () =>
      changed(placeOf('EarningsCredited', { nth: 2 }), (data) => {
        both(data, ['fee'], 'revenue', 100n);
        both(data, ['net'], 'wallet', -100n);
      }),
  ],
  [
    'a fee on an expense',
    'I8',
    () => {
      const place = original.findIndex(({ type, data }) => type === 'EarningsCredited' && (data as Json).releaseId === 'expense');
      return changed(place, (data) => {
        both(data, ['net'], 'wallet', -500n);
        add(money(data, 'fee'), 500n);
        postings(data).push({ account: 'revenue:freelancer_fee', direction: 'credit', amount: '500', currency: 'USD' });
      });
    },
  ],
  [
    'a refund that returns too little of the fee',
    'I8',
    () =>
      changed(placeOf('ReleasedRefundSent'), (data) => {
        both(data, ['freelancerFee'], 'revenue:freelancer_fee', -100n);
        both(data, ['fromAvailable'], 'wallet:F:available', 100n);
      }),
  ],
  ['shares that do not sum to the ruling', 'I8', () => changed(placeOf('SplitSent'), (data) => add(money(data, 'toClient'), 1n))],
  [
    'frozen money freed by nobody',
    'I13',
    () =>
      changed(placeOf('AmountUnfrozen', { aggregate: 'escrow' }), (data) => {
        data.freezeId = 'unknown';
      }),
  ],
  [
    'a freeze that ends with money in it',
    'I13',
    () => {
      const place = placeOf('AmountUnfrozen', { aggregate: 'escrow' });
      return { log: lost(place), at: BigInt(place) };
    },
  ],
  [
    'a split of frozen money by agreement',
    'I13',
    () =>
      changed(placeOf('SplitSent'), (data) => {
        data.freezeId = '';
        posting(data, 'escrow').account = 'escrow:K:N';
      }),
  ],
  [
    'a wallet that unfreezes while the dispute is open',
    'I13',
    () => {
      const frozen = placeOf('AmountFrozen', { aggregate: 'wallet' });
      const source = original[frozen];
      const mirror = structuredClone(source?.data ?? {}) as Json;
      for (const line of postings(mirror)) line.direction = line.direction === 'debit' ? 'credit' : 'debit';
      const early: readonly LedgerEvent[] = source ? [{ ...source, type: 'AmountUnfrozen', data: mirror }] : [];
      return {
        log: renumbered([...original.slice(0, frozen + 1), ...early, ...original.slice(frozen + 1)]),
        at: BigInt(frozen + 1),
      };
    },
  ],
  [
    'a refund of a release that never was',
    'I14',
    () =>
      changed(placeOf('ReleasedRefundStarted'), (data) => {
        ((data.lines as Json[])[0] as Json).releaseId = 'unknown';
      }),
  ],
  [
    'refunds above the gross of a release',
    'I14',
    () =>
      changed(placeOf('ReleasedRefundStarted'), (data) => {
        add(money((data.lines as Json[])[0] as Json, 'gross'), 1_000_000n);
        add(money(data, 'amount'), 1_000_000n);
      }),
  ],
  [
    'an instrument refund above its charge',
    'I14',
    () =>
      changed(placeOf('InstrumentRefunded'), (data) => {
        both(data, ['amount'], 'wallet', 1n);
        add(posting(data, 'cash'), 1n);
      }),
  ],
  [
    'a client fee returned beyond what was paid',
    'I14',
    () =>
      changed(placeOf('RefundSent'), (data) => {
        both(data, ['clientFee'], 'revenue', 1_000_000n);
        add(posting(data, 'clearing'), 1_000_000n);
      }),
  ],
  [
    'a release that waits for no freeze',
    'I15',
    () => {
      const ended = placeOf('FreezeEnded');
      const log = original.slice(0, ended + 1);
      return { log, at: at(log, placeOf('ReleaseDeferred')) };
    },
  ],
];

describe('The ledger check', () => {
  it.each(mutants)('catches %s and names the event', (_name, invariant, plant) => expectCaught(invariant, plant()));
});
