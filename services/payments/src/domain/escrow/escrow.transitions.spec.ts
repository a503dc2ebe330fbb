import { describe, it } from '@jest/globals';
import { deriveId } from '@guildhall/kernel';
import { expectTableAndDeciderAgree, expectTableWellFormed, type Situation } from '@guildhall/testing';
import { ContractMoney, of } from '../world/contract-money.factory.js';
import { escrowStream } from '../world/legs.factory.js';
import { funded, released, settled } from '../world/situations.factory.js';
import type { EscrowCommand } from './escrow.commands.js';
import { escrowDecider } from './escrow.decider.js';
import type { EscrowEvent } from './escrow.events.js';
import { escrowStatusOf, escrowTransitions } from './escrow.transitions.js';

const at = '2026-03-02T09:00:00.000Z';
const money = of('100.00');
const historyOf = ({ world }: ContractMoney): readonly EscrowEvent[] =>
  world.log.filter(({ stream }) => stream === escrowStream('K')).map(({ type, data }) => ({ type, data }) as EscrowEvent);

const partly = (): ContractMoney => {
  const half = funded('600.00');
  half.release('M', '300.00');
  return settled(half);
};
const then = (before: ContractMoney, act: (before: ContractMoney) => void): ContractMoney => {
  act(before);
  return before;
};
/** Every state of the table, some of them with legs on their way. */
const histories: readonly (readonly EscrowEvent[])[] = [
  [],
  ...[
    new ContractMoney().sign(),
    then(new ContractMoney().sign(), (open) => open.requestFunding({ M: '100.00' }, 'funding')),
    then(new ContractMoney().sign(), (open) => {
      open.requestFunding({ M: '100.00' }, 'funding');
      open.complete();
    }),
    then(new ContractMoney().sign(), (open) => open.complete()),
    funded('600.00'),
    then(funded('600.00'), (held) => held.complete()),
    then(funded('600.00'), (held) => held.refund('M', '600.00', 'held', 'refund')),
    then(funded('600.00'), (held) => held.refund('M', '100.00', 'held', 'refund')),
    then(funded('600.00'), (held) => held.release('M', '600.00', 'release')),
    partly(),
    then(partly(), (half) => half.refund('M', '100.00', 'released', 'refund')),
    released('600.00'),
    then(released('600.00'), (done) => done.refund('M', '100.00', 'released', 'refund')),
    then(released('600.00'), (done) => done.dispute('M', '300.00', 'dispute')),
    then(released('600.00'), (done) => {
      done.dispute('M', '300.00', 'dispute');
      settled(done);
    }),
    then(funded('600.00'), (held) => held.dispute('M', '400.00', 'dispute')),
    then(funded('600.00'), (held) => held.dispute('M', '600.00', 'dispute')),
    then(funded('600.00'), (held) => {
      held.dispute('M', '400.00', 'dispute');
      held.split('M', '100.00', '300.00', { splitId: 'split', disputeId: 'dispute' });
    }),
    then(funded('600.00'), (held) => held.split('M', '300.00', '300.00', { splitId: 'split' })),
    then(funded('600.00'), (held) => {
      held.split('M', '300.00', '300.00', { splitId: 'split' });
      settled(held).complete();
    }),
  ].map(historyOf),
];

const line = { milestoneId: 'M', amount: money };
const terms = historyOf(new ContractMoney().sign())[0]?.data as Extract<EscrowCommand, { type: 'OpenEscrow' }>['data'];
const closing = { milestoneId: 'M', heldRemaining: money };
const commands: readonly EscrowCommand[] = [
  { type: 'OpenEscrow', data: terms },
  { type: 'AcceptFunding', data: { fundingId: 'new-funding', quoteId: 'q', payBy: at, lines: [line], at } },
  { type: 'AcceptFunding', data: { fundingId: 'no-lines', quoteId: 'q', payBy: at, lines: [], at } },
  { type: 'EndFunding', data: { fundingId: 'funding' } },
  {
    type: 'PlaceHold',
    data: { ...line, fundingId: 'funding', holdId: 'hold', transferId: 't', clientFee: of('5.00'), providerDeadline: at },
  },
  { type: 'Release', data: { ...line, releaseId: 'new-release', payeePartyId: 'F', at } },
  { type: 'Release', data: { ...line, amount: of('600.00'), releaseId: 'all', payeePartyId: 'F', at } },
  { type: 'Release', data: { ...line, releaseId: 'stranger', payeePartyId: 'X', at } },
  {
    type: 'CompleteRelease',
    data: {
      ...closing,
      releaseId: 'release',
      part: 1,
      freelancerPartyId: 'F',
      gross: of('600.00'),
      fee: money,
      net: of('500.00'),
      availableAt: at,
      at,
    },
  },
  { type: 'Refund', data: { ...line, refundId: 'new-refund', source: 'held', at } },
  { type: 'Refund', data: { ...line, refundId: 'back', source: 'released', at } },
  { type: 'RefundAll', data: { refundId: 'declined' } },
  { type: 'RefuseInstruction', data: { milestoneId: 'M', instructionId: 'refund', kind: 'refund', reasonCode: 'exceeds_held' } },
  {
    type: 'CompleteRefund',
    data: { ...closing, refundId: 'refund', amount: money, source: 'held', feeReturned: of('5.00'), creditNoteNumber: 'N-1' },
  },
  { type: 'Freeze', data: { ...line, freezeId: 'new-freeze', disputeId: 'new-dispute', at } },
  {
    type: 'CompleteFreeze',
    data: { milestoneId: 'M', freezeId: deriveId('dispute', 'freeze'), walletFrozenNet: of('250.00'), shortfallNet: of('0.00') },
  },
  { type: 'EndFreeze', data: { disputeId: 'dispute', at } },
  { type: 'Split', data: { splitId: 'agreed', milestoneId: 'M', toFreelancer: money, toClient: money, payeePartyId: 'F', at } },
  {
    type: 'Split',
    data: {
      splitId: 'ruled',
      milestoneId: 'M',
      toFreelancer: money,
      toClient: money,
      payeePartyId: 'F',
      disputeId: 'dispute',
      at,
    },
  },
  {
    type: 'CompleteSplit',
    data: { splitId: 'split', milestoneId: 'M', toFreelancer: money, toClient: money, heldPart: of('200.00'), fee: money },
  },
  { type: 'NoteCompletion', data: { endReason: 'completed' } },
];

describe('The transition table of escrow', () => {
  it('is well formed', () => expectTableWellFormed(escrowTransitions));

  it('agrees with the decider: every state meets every command', () => {
    const situations: readonly Situation<EscrowCommand, EscrowEvent>[] = histories.flatMap((given) =>
      commands.map((when) => ({ given, when })),
    );
    expectTableAndDeciderAgree(
      escrowTransitions,
      escrowDecider,
      { stateOf: escrowStatusOf, illegal: 'PAYMENTS.ILLEGAL_TRANSITION' },
      situations,
    );
  });
});
