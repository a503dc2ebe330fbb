import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expectTableAndDeciderAgree, expectTableWellFormed, type Situation } from '@guildhall/testing';
import { capabilityView, dueFor } from './requirements.js';
import type { VerificationCommand } from './verification.commands.js';
import { verificationDecider } from './verification.decider.js';
import type { VerificationEvent } from './verification.events.js';
import {
  askMore,
  destination,
  due,
  enabled,
  needsMore,
  noteBilling,
  noteDestination,
  noteExpiry,
  noteFailure,
  notePaid,
  noteVolume,
  open,
  opened,
  pass,
  passDeadline,
  personItems,
  reject,
  rejected,
  started,
  submit,
  submitted,
  suspected,
  failedPayout,
  verified,
} from './verification.factory.js';
import { verificationTransitions } from './verification.transitions.js';
import { CAPABILITIES } from './verification.types.js';

const DEADLINE = '2034-07-01T00:00:00.000Z';
const commands: readonly VerificationCommand[] = [
  open(),
  open(['hire', 'get_paid']),
  submit(),
  submit(['withdraw'], { tax_form: personItems.tax_form }),
  pass(),
  pass('reviewer-2'),
  askMore({ item: 'tax_form', code: 'illegible' }),
  reject(),
  reject('fraud.forged'),
  reject('fraud.forged', 'reviewer-2'),
  noteBilling(),
  noteDestination(),
  noteFailure(),
  notePaid(),
  noteVolume('kyc-1'),
  noteVolume('kyc-2', 'spent'),
  noteExpiry(),
  passDeadline(DEADLINE),
];
const pending: readonly VerificationEvent[] = [opened(), enabled('get_paid'), destination(), submitted(), started()];
const withdrawing: readonly VerificationEvent[] = [...pending, verified(), enabled('withdraw')];
const expiring = due(['id_document'], DEADLINE, 'expiry');
const histories: readonly (readonly VerificationEvent[])[] = [
  [],
  [opened(), enabled('get_paid')],
  [opened(), enabled('get_paid'), submitted(['withdraw'], { tax_form: personItems.tax_form })],
  pending,
  [...pending.slice(0, -1), started(2)],
  [...pending, suspected()],
  [...pending, needsMore({ item: 'tax_form', code: 'illegible' })],
  withdrawing,
  [...withdrawing, failedPayout()],
  [...withdrawing, expiring],
  [...withdrawing, expiring, submitted(['withdraw'], { id_document: personItems.id_document }), started()],
  [...pending, rejected('other', 'reviewer-1')],
];
const situations: readonly Situation<VerificationCommand, VerificationEvent>[] = histories.flatMap((given) =>
  commands.map((when) => ({ given, when })),
);
const isPending = (given: readonly VerificationEvent[]): boolean =>
  given.reduce(verificationDecider.evolve, verificationDecider.initialState()).status === 'pending';
// Under review a submission is refused by a code of its own (see the decider's spec), not as illegal.
const judged = situations.filter(({ given, when }) => when.type !== 'SubmitItems' || !isPending(given));

describe('The transition table of a verification', () => {
  it('is well formed', () => expectTableWellFormed(verificationTransitions));
  it('agrees with the decider', () =>
    expectTableAndDeciderAgree(
      verificationTransitions,
      verificationDecider,
      { stateOf: ({ status }) => status, illegal: 'IDENTITY.ILLEGAL_TRANSITION' },
      judged,
    ));
});

describe('Whatever happens to a party', () => {
  const anyCommands = fc.array(fc.constantFrom(...commands), { maxLength: 25 });
  const foldOf = (given: readonly VerificationCommand[]) =>
    given.reduce((state, command) => {
      try {
        return verificationDecider.decide(command, state).reduce(verificationDecider.evolve, state);
      } catch {
        return state; // a refusal changes nothing
      }
    }, verificationDecider.initialState());

  it('a capability is open only while nothing is due for it past its deadline', () =>
    fc.assert(
      fc.property(anyCommands, (given) => {
        const state = foldOf(given);
        for (const capability of state.enabled) {
          expect(dueFor(state, capability).filter((item) => state.pastDue.includes(item))).toEqual([]);
          expect(dueFor(state, capability).filter((item) => state.deadlines[item] === undefined)).toEqual([]);
        }
      }),
    ));
  it('a closed capability has a reason, an open one has none', () =>
    fc.assert(
      fc.property(anyCommands, (given) => {
        const state = { ...foldOf(given) };
        for (const capability of CAPABILITIES) {
          const { state: gate, disabledReason, currentlyDue, pendingVerification } = capabilityView(state, capability);
          const isUnasked = !state.wanted.includes(capability) && currentlyDue.length + pendingVerification.length === 0;
          if (!isUnasked) expect(disabledReason === undefined).toBe(gate === 'enabled');
        }
      }),
    ));
  it('a capability that is first wanted after a rejection is closed for the reason of that rejection', () => {
    const state = foldOf([submit(), reject(), open(['get_paid', 'withdraw'])]);
    expect(capabilityView(state, 'get_paid')).toMatchObject({ state: 'disabled', disabledReason: 'rejected.other' });
  });
  it('nothing opens for a party that was rejected', () =>
    fc.assert(
      fc.property(anyCommands, anyCommands, (before, after) => {
        const state = foldOf([...before, submit(), reject(), ...after]);
        if (state.status === 'rejected') expect(state.enabled).toEqual([]);
      }),
    ));
});
