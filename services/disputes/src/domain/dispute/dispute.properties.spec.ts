import { describe, it } from '@jest/globals';
import { isDomainError, minorOf, money } from '@guildhall/kernel';
import fc from 'fast-check';
import type { DisputeCommand } from './dispute.commands.js';
import { midpointOf } from './decide-offers.js';
import { disputeDecider } from './dispute.decider.js';
import type { DisputeEvent } from './dispute.events.js';
import * as f from './dispute.factory.js';

const share = fc.bigInt({ min: 0n, max: 40_000n }).map((minor) => money(minor, 'USD'));
const side = fc.constantFrom('client' as const, 'freelancer' as const);
const act: fc.Arbitrary<DisputeCommand> = fc.oneof(
  fc.constantFrom(
    f.open(),
    f.freeze(),
    f.remind(),
    f.respond(),
    f.silence(),
    f.endNegotiation,
    f.mediate(),
    f.mediationOver,
    f.offerOver,
    f.arbitrate(),
    f.escalate,
    f.orderSplit(),
    f.proposeRepair,
    f.approveRepair(),
    f.withdraw(),
    f.acceptClaim(),
  ),
  fc.tuple(side, share).map(([by, amount]) => f.offer(by, amount)),
  side.map((by) => f.ask(by)),
  share.map((amount) => f.propose(amount)),
  fc.tuple(side, fc.constantFrom('accept' as const, 'reject' as const)).map(([by, answer]) => f.answerMediation(by, answer)),
  fc.tuple(side, fc.constantFrom('agree' as const, 'decline' as const)).map(([by, answer]) => f.answerArbitration(by, answer)),
  share.map((toFreelancer) => f.rule({ toFreelancer, toClient: money(40_000n - minorOf(toFreelancer), 'USD') })),
);

/** Takes whatever is not refused; answers of payments concern the newest split. */
const play = (acts: readonly (DisputeCommand | 'done' | 'refused')[]): readonly DisputeEvent[] =>
  acts.reduce<readonly DisputeEvent[]>(
    (events, one) => {
      const split = f.splitIn(events);
      const command = one === 'done' ? f.executed(split) : one === 'refused' ? f.blocked(split) : one;
      try {
        return [...events, ...disputeDecider.decide(command, f.stateOf(events))];
      } catch (error) {
        if (isDomainError(error)) return events;
        throw error;
      }
    },
    f.history(...f.awaiting),
  );

describe('Whatever happens to a dispute', () => {
  const acts = fc.array(fc.oneof({ arbitrary: act, weight: 9 }, fc.constantFrom('done' as const, 'refused' as const)), {
    maxLength: 40,
  });

  it('both shares come to the amount and no split is ordered twice', () => {
    fc.assert(
      fc.property(acts, (given) => {
        const events = play(given);
        const orders: string[] = [];
        for (const { type, data } of events) {
          if (type !== 'DisputeSettled' && type !== 'DisputeDecided' && type !== 'SplitOrdered') continue;
          if (minorOf(data.toFreelancer) + minorOf(data.toClient) !== minorOf(data.amount)) return false;
          if (minorOf(data.toFreelancer) < 0n || minorOf(data.toClient) < 0n) return false;
          if (type === 'SplitOrdered') orders.push(data.splitId);
        }
        const blocks = events.filter(({ type }) => type === 'ExecutionBlocked').length;
        return new Set(orders).size === orders.length && orders.length <= blocks + 1;
      }),
    );
  });

  it('it ends once, and nothing follows its end', () => {
    fc.assert(
      fc.property(acts, (given) => {
        const ends = play(given).map(({ type }) => type);
        const closed = ends.indexOf('DisputeClosed');
        return closed === -1 || closed === ends.length - 1;
      }),
    );
  });

  it('a midpoint lies between what is given and what is taken, never in favour of the client', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.bigInt({ min: 0n, max: 10n ** 12n }), (most, least) => {
        const middle = midpointOf(most, least);
        if (most < least) return middle === null;
        return middle !== null && middle >= least && middle <= most && middle - least >= most - middle;
      }),
    );
  });
});
