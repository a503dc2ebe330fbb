import { describe, it } from '@jest/globals';
import {
  add,
  at,
  both,
  changed,
  doubled,
  expectCaught,
  original,
  placeOf,
  posting,
  postings,
  type Json,
  type Planted,
} from './mutation.factory.js';

const mutants: readonly Planted[] = [
  [
    'a gap in the revisions',
    'I6',
    () => {
      const place = placeOf('ReleaseSent');
      const log = original.map((event, index) => (index === place ? { ...event, revision: event.revision + 1n } : event));
      return { log, at: at(log, place) };
    },
  ],
  [
    'an event lost',
    'I6',
    () => {
      const log = original.filter(({ type }) => type !== 'PayoutSubmitted');
      return { log, at: at(original, placeOf('PayoutSettled')) };
    },
  ],
  [
    'two events that changed places',
    'I6',
    () => {
      const place = placeOf('ReleaseSent');
      const log = original.map((event, index) => (index === place ? { ...event, position: 0n } : event));
      return { log, at: 0n };
    },
  ],
  ['a lost posting', 'I1', () => changed(placeOf('EarningsCredited'), (data) => postings(data).pop())],
  ['all postings lost', 'I1', () => changed(placeOf('ReleaseSent'), (data) => delete data.postings)],
  ['a doubled posting', 'I1', () => changed(placeOf('HoldPlaced'), (data) => postings(data).push(postings(data)[0] as Json))],
  [
    'every posting doubled',
    'I1',
    () => changed(placeOf('RefundCredited'), (data) => postings(data).push(...structuredClone(postings(data)))),
  ],
  [
    'swapped sides',
    'I1',
    () =>
      changed(placeOf('EarningsCleared'), (data) => {
        for (const line of postings(data)) line.direction = line.direction === 'debit' ? 'credit' : 'debit';
      }),
  ],
  [
    'a posting below zero',
    'I1',
    () =>
      changed(placeOf('RefundSent'), (data) => {
        posting(data, 'revenue').amount = '-500';
      }),
  ],
  [
    'a fee with the wrong sign',
    'I1',
    () =>
      changed(placeOf('EarningsCredited', { nth: 2 }), (data) => {
        const fee = posting(data, 'revenue:freelancer_fee');
        fee.direction = 'debit';
        add(posting(data, 'wallet:F:pending'), 2n * BigInt(fee.amount as string));
      }),
  ],
  [
    'a fee on the account of the other fee',
    'I1',
    () =>
      changed(placeOf('FundingSent'), (data) => {
        posting(data, 'revenue').account = 'revenue:freelancer_fee';
      }),
  ],
  [
    'money in the wallet of somebody else',
    'I1',
    () =>
      changed(placeOf('RefundCredited'), (data) => {
        posting(data, 'wallet').account = 'wallet:X:funding';
      }),
  ],
  [
    'an account that is not in the chart',
    'I1',
    () =>
      changed(placeOf('PayoutSettled'), (data) => {
        posting(data, 'cash').account = 'pocket:me';
      }),
  ],
  [
    'postings on an event that moves nothing',
    'I1',
    () =>
      changed(placeOf('ReleaseCompleted'), (data) => {
        data.postings = [
          { account: 'cash:psp', direction: 'debit', amount: '1', currency: 'USD' },
          { account: 'revenue:client_fee', direction: 'credit', amount: '1', currency: 'USD' },
        ];
      }),
  ],
  [
    'an amount that is no integer',
    'I1',
    () =>
      changed(placeOf('HoldPlaced'), (data) => {
        posting(data, 'escrow').amount = '12.50';
      }),
  ],
  [
    'a leg that brings less than was sent',
    'I1',
    () =>
      changed(placeOf('RefundCredited'), (data) => {
        both(data, ['amount'], 'wallet', -1n);
        add(posting(data, 'clearing'), -1n);
      }),
  ],
  [
    'an entry in two currencies',
    'I9',
    () =>
      changed(placeOf('ChargeCaptured'), (data) => {
        posting(data, 'wallet').currency = 'EUR';
      }),
  ],
  [
    'a payout above the balance',
    'I2',
    () =>
      changed(placeOf('PayoutCreated'), (data) => {
        both(data, ['amount'], 'wallet', 10_000_000n);
        add(posting(data, 'clearing'), 10_000_000n);
      }),
  ],
  [
    'a pending line overdrawn by another',
    'I2',
    () =>
      changed(placeOf('EarningsCleared'), (data) => {
        data.part = 'elsewhere';
      }),
  ],
  ['a credit booked twice', 'I5', () => doubled(placeOf('EarningsCredited'))],
  ['a charge captured twice', 'I5', () => doubled(placeOf('ChargeCaptured'))],
  ['a payout settled twice', 'I5', () => doubled(placeOf('PayoutSettled'))],
  ['a hold placed twice', 'I5', () => doubled(placeOf('HoldPlaced'))],
  [
    'a command with a second effect',
    'I5',
    () => {
      const first = placeOf('EarningsCleared');
      const second = placeOf('PayoutCreated');
      const log = original.map((event, index) =>
        index === second
          ? { ...event, metadata: { ...event.metadata, commandId: original[first]?.metadata.commandId ?? '' } }
          : event,
      );
      return { log, at: at(log, second) };
    },
  ],
  [
    'a gap in the document numbers',
    'I5',
    () =>
      changed(placeOf('NumberTaken', { nth: 2 }), (data) => {
        data.sequence = 3;
      }),
  ],
];

describe('The ledger check', () => {
  it.each(mutants)('catches %s and names the event', (_name, invariant, plant) => expectCaught(invariant, plant()));
});
