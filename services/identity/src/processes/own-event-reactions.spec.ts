import { describe, expect, it } from '@jest/globals';
import type { InputFrame } from '@guildhall/kernel';
import { addressFreeing } from './address-freeing/address-freeing.process.js';
import { firstOperators } from './first-operators/first-operators.process.js';
import { seatNoting } from './seat-noting/seat-noting.process.js';

const frame: InputFrame = { id: 'i', streamKey: 'k', occurredAt: '2026-03-02T12:00:00.000Z', revision: '7', policyRefs: {} };
const orders = (outputs: readonly Readonly<{ step: string; command: object }>[]) =>
  outputs.map(({ step, command }) => [step, command]);

describe('Reactions to own events', () => {
  it('free the address that an account left', () =>
    expect(orders(addressFreeing.react({ type: 'EmailChanged', data: { accountId: 'a', oldEmailHash: 'h' } }, frame))).toEqual([
      ['free', { type: 'FreeEmail', data: { emailHash: 'h', accountId: 'a' } }],
    ]));

  it('note a seat, and its end, with the revision of the organisation', () => {
    const seat = { organisationId: 'o', accountId: 'a' };
    const noted = (seatRole: string) => [['note', { type: 'NoteSeat', data: { ...seat, seatRole, revision: '7' } }]];
    expect(orders(seatNoting.react({ type: 'SeatGranted', data: { ...seat, seatRole: 'hiring' } }, frame))).toEqual(
      noted('hiring'),
    );
    expect(orders(seatNoting.react({ type: 'SeatRevoked', data: seat }, frame))).toEqual(noted('none'));
  });

  it('grant the first two operators their role', () =>
    expect(orders(firstOperators.react({ type: 'FirstOperatorsNamed', data: { accountIds: ['a', 'b'] } }, frame))).toEqual([
      ['grant-0', { type: 'BootstrapOperator', data: { accountId: 'a', by: ['a', 'b'] } }],
      ['grant-1', { type: 'BootstrapOperator', data: { accountId: 'b', by: ['a', 'b'] } }],
    ]));

  it('pass over other events of the streams they read', () => {
    const other = { type: 'Other', data: {} } as never;
    for (const reaction of [addressFreeing, seatNoting, firstOperators]) expect(reaction.react(other, frame)).toEqual([]);
  });
});
