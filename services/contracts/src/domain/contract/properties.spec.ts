import { describe, expect, it } from '@jest/globals';
import { isDomainError, minorOf, plus, zero } from '@guildhall/kernel';
import fc from 'fast-check';
import type { ContractCommand } from './contract.commands.js';
import type { ContractEvent } from './contract.events.js';
import {
  answer,
  approve,
  autoApprove,
  cancelLate,
  clauses,
  contractAfter,
  decider,
  deferred,
  dispute,
  disputeClosed,
  escrowClosed,
  fundedSteps,
  giveBack,
  lapse,
  M1,
  markLate,
  refunded,
  refused,
  released,
  releasePart,
  repeatRefused,
  requestCancellation,
  requestChanges,
  split,
  start,
  submit,
} from './contract.factory.js';
import { existing, milestoneOf, type Contract, type ContractState } from './contract.state.js';
import { heldOf } from './milestone.state.js';

const AT = '2026-03-10T10:00:00.000Z';
const cents = fc.integer({ min: 1, max: 120_000 }).map((minor) => (minor / 100).toFixed(2));

/** What a person, a timer or payments may do next; money facts answer instructions that were given, as payments would. */
const anyMove = fc.oneof(
  fc.constantFrom<(contract: Contract) => ContractCommand>(
    () => start(),
    ({ milestones }) => submit('abcdef'.charAt((milestones[0]?.deliverableVersion ?? 0) % 6), AT),
    ({ milestones }) => requestChanges(milestones[0]?.deliverableVersion ?? 1, AT),
    ({ milestones }) => approve(milestones[0]?.deliverableVersion ?? 1, (milestones[0]?.contentHash ?? 'sha256:a').charAt(7)),
    ({ milestones }) => autoApprove(milestones[0]?.deliverableVersion ?? 1, '2026-03-25T00:00:00.000Z'),
    () => markLate(),
    () => cancelLate('2026-03-09T00:00:00.000Z'),
    () => dispute('400.00', AT),
    () => disputeClosed(AT),
    () => repeatRefused(),
    () => answer('freelancer', 'accept'),
    () => answer('freelancer', 'refuse'),
    () => lapse('2026-04-01T00:00:00.000Z'),
    () => escrowClosed(),
    (contract) => {
      const held = heldOf(milestoneOf(contract, M1));
      return requestCancellation('client', [M1, '0', (Number(held.amount) / 100).toFixed(2)]);
    },
  ),
  cents.map((amount) => () => releasePart(amount)),
  cents.map((amount) => () => giveBack(amount)),
  cents.map((amount) => () => giveBack(amount, 'released')),
  fc.constantFrom<(contract: Contract) => ContractCommand>(answerOldest, refuseOldest, deferOldest),
);

/** Payments answers the oldest open instruction in full. */
function answerOldest(contract: Contract): ContractCommand {
  const { instructions, escrowRevision, funded } = milestoneOf(contract, M1);
  const oldest = instructions.find(({ state }) => state === 'ordered' || state === 'deferred');
  if (!oldest) return escrowClosed();
  const gone = instructions
    .filter(({ state, source }) => state === 'done' && source === 'held')
    .reduce((sum, { amount }) => plus(sum, amount), zero('USD'));
  const before = minorOf(funded) - minorOf(gone);
  const left = oldest.source === 'held' ? before - minorOf(oldest.amount) : before;
  const text = (minor: bigint) => (Number(minor) / 100).toFixed(2);
  const told = {
    amount: text(minorOf(oldest.amount)),
    remaining: text(left),
    revision: String(Number(escrowRevision ?? '0') + 1),
  };
  switch (oldest.kind) {
    case 'release':
      return released(oldest.id, told);
    case 'refund':
      return refunded(oldest.id, told, oldest.source);
    case 'split':
      return split(oldest.id, { ...told, toFreelancer: '0', toClient: told.amount });
  }
}
function refuseOldest(contract: Contract): ContractCommand {
  const oldest = milestoneOf(contract, M1).instructions.find(({ state }) => state === 'ordered');
  return oldest ? refused(oldest.id, oldest.kind, 'frozen') : escrowClosed();
}
function deferOldest(contract: Contract): ContractCommand {
  const oldest = milestoneOf(contract, M1).instructions.find(({ state, kind }) => state === 'ordered' && kind === 'release');
  return oldest ? deferred(oldest.id) : escrowClosed();
}

const begun = contractAfter(...fundedSteps('1000.00', clauses('1000.00')));

/** Runs the moves from a funded milestone; what is refused changes nothing. */
const run = (
  moves: readonly ((contract: Contract) => ContractCommand)[],
): Readonly<{ contract: Contract; events: readonly ContractEvent[] }> => {
  let contract = begun;
  const events: ContractEvent[] = [];
  for (const move of moves) {
    try {
      const decided = decider.decide(move(contract), contract);
      contract = existing(decided.reduce<ContractState>((state, event) => decider.evolve(state, event), contract));
      events.push(...decided);
    } catch (error) {
      if (!isDomainError(error)) throw error;
    }
  }
  return { contract, events };
};
const moves = fc.array(anyMove, { maxLength: 60 });

describe('Any sequence of moves on a funded milestone', () => {
  it('never orders more out of the hold than was funded', () =>
    fc.assert(
      fc.property(moves, (sequence) => {
        const { instructions, funded } = milestoneOf(run(sequence).contract, M1);
        const open = instructions.filter(({ source, state }) => source === 'held' && state !== 'refused' && state !== 'repeated');
        const ordered = open.reduce((sum, { amount }) => sum + minorOf(amount), 0n);
        expect(ordered <= minorOf(funded)).toBe(true);
        expect(minorOf(heldOf(milestoneOf(run(sequence).contract, M1)))).toBe(minorOf(funded) - ordered);
      }),
    ));

  it('makes every money instruction once, with an id of its own', () =>
    fc.assert(
      fc.property(moves, (sequence) => {
        const ids = milestoneOf(run(sequence).contract, M1).instructions.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    ));

  it('approves at most once for an amount that never changes, and completes and ends at most once', () =>
    fc.assert(
      fc.property(moves, (sequence) => {
        const { events } = run(sequence);
        const count = (type: string) => events.filter((event) => event.type === type && !('repeats' in event.data)).length;
        for (const once of ['MilestoneApproved', 'ContractCompleting', 'ContractEnded'])
          expect(count(once)).toBeLessThanOrEqual(1);
      }),
    ));

  it('never ends under an overlay, nor before completing', () =>
    fc.assert(
      fc.property(moves, (sequence) => {
        const types = run(sequence).events.map(({ type }) => type);
        const ended = types.indexOf('ContractEnded');
        const overlays = types.slice(0, ended + 1).filter((type) => type === 'OverlaySet').length;
        const cleared = types.slice(0, ended + 1).filter((type) => type === 'OverlayCleared').length;
        if (ended >= 0)
          expect({ completing: types.indexOf('ContractCompleting') < ended, open: overlays - cleared }).toEqual({
            completing: true,
            open: 0,
          });
      }),
    ));

  it('folds to the same state from its events', () =>
    fc.assert(
      fc.property(moves, (sequence) => {
        const { contract, events } = run(sequence);
        expect(
          JSON.parse(JSON.stringify(events.reduce<ContractState>((state, event) => decider.evolve(state, event), begun))),
        ).toEqual(JSON.parse(JSON.stringify(contract)));
      }),
    ));
});
