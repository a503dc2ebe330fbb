import { describe, expect, it } from '@jest/globals';
import {
  expectTableAndDeciderAgree,
  expectTableWellFormed,
  missingSamples,
  upcastSample,
  type GoldenSample,
} from '@guildhall/testing';
import type { DisputeCommand } from './dispute.commands.js';
import { clocksOf, nextOf } from './dispute.clocks.js';
import { disputeDecider } from './dispute.decider.js';
import { disputeStorage, type DisputeEvent } from './dispute.events.js';
import * as f from './dispute.factory.js';
import { usd } from './dispute.factory.js';
import { disputeTransitions } from './dispute.transitions.js';
import samples from './samples/dispute.v1.json' with { type: 'json' };

const split = f.splitIn(f.history(...f.executing));
const stuck = [...f.executing, f.blocked(split)];
const histories: readonly (readonly DisputeCommand[])[] = [
  [],
  [f.open()],
  f.awaiting,
  f.negotiating,
  [...f.negotiating, f.ask('client')],
  [...f.negotiating, f.endNegotiation],
  [...f.negotiating, f.offer('freelancer', usd('300.00'), 'theirs')],
  [...f.negotiating, f.seal('client'), f.seal('freelancer')],
  f.mediating,
  f.proposed,
  [...f.proposed, f.answerMediation('freelancer', 'accept')],
  f.offeredArbitration,
  [...f.offeredArbitration, f.answerArbitration('freelancer', 'agree')],
  [...f.offeredArbitration, f.answerArbitration('freelancer', 'decline')],
  [...f.mediating, f.mediationOver],
  [...f.mediating, f.mediationOver, f.answerArbitration('freelancer', 'decline')],
  f.bothAgreed,
  f.arbitrating,
  [...f.arbitrating, f.escalate],
  [...f.awaiting, f.silence()],
  [...f.awaiting, f.acceptClaim()],
  f.decided,
  f.executing,
  stuck,
  [...stuck, f.proposeRepair],
  [...f.executing, f.executed(split)],
];
const commands: readonly DisputeCommand[] = [
  f.open(),
  f.freeze(),
  f.freeze(usd('0')),
  f.remind(),
  f.respond(),
  f.acceptClaim(),
  f.silence(),
  f.offer('client', usd('10.00')),
  f.offer('client', usd('400.00')),
  f.seal('client'),
  f.settleSealed(usd('250.00')),
  f.acceptOffer('client', 'theirs'),
  f.ask('client'),
  f.ask('freelancer'),
  f.endNegotiation,
  f.mediate(),
  f.mediate(f.SENIOR),
  f.propose(),
  f.answerMediation('client', 'accept'),
  f.answerMediation('client', 'reject'),
  f.mediationSilence(),
  f.mediationOver,
  f.answerArbitration('client', 'agree'),
  f.answerArbitration('client', 'decline'),
  f.offerOver,
  f.arbitrate(),
  f.arbitrate(f.SENIOR),
  f.exhibit('client'),
  f.rule(),
  f.force(),
  f.escalate,
  f.orderSplit(),
  f.executed(split),
  f.blocked(split),
  f.proposeRepair,
  f.approveRepair(),
  f.withdraw(),
];

describe('The transitions of a dispute', () => {
  it('are well formed', () => expectTableWellFormed(disputeTransitions));

  it('agree with the decider in both directions', () =>
    expectTableAndDeciderAgree(
      disputeTransitions,
      disputeDecider,
      { stateOf: ({ status }) => status, illegal: 'DISPUTES.ILLEGAL_TRANSITION' },
      // Without a dispute there is nothing to refuse a transition of: the answer is that of an unknown id.
      histories.flatMap((given) =>
        commands
          .filter(({ type }) => given.length > 0 || type === 'OpenDispute')
          .map((when) => ({ given: f.history(...given), when })),
      ),
    ));

  it('leave no state before its decision without a clock, nor any without a next step', () => {
    for (const given of histories) {
      const state = f.stateOf(f.history(...given));
      if (['(none)', 'closed'].includes(state.status)) continue;
      const waiting = ['settled', 'executing', 'repair'].includes(state.status);
      expect({ status: state.status, clocks: waiting || clocksOf(state).length > 0, next: nextOf(state) !== null }).toEqual({
        status: state.status,
        clocks: true,
        next: true,
      });
    }
  });
});

describe('Stored disputes', () => {
  it('have a sample of every event version', () =>
    expect(missingSamples(disputeStorage, samples as readonly GoldenSample[])).toEqual([]));

  it('fold under the present code', () => {
    const state = f.stateOf(
      (samples as readonly GoldenSample[]).map((sample) => upcastSample(disputeStorage, sample) as DisputeEvent),
    );
    expect(state).toMatchObject({ status: 'closed', closed: { outcome: 'executed' }, opened: { disputeId: f.ID } });
  });
});
