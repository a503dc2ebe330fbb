import { describe, expect, it } from '@jest/globals';
import { isDomainError } from '@guildhall/kernel';
import { expectTableAndDeciderAgree, expectTableWellFormed, specFor } from '@guildhall/testing';
import fc from 'fast-check';
import { erasurePolicy, holdEnd } from './erasure-policy.js';
import { subjectDecider, type SubjectCommand } from './subject.decider.js';
import type { SubjectEvent } from './subject.events.js';
import { subjectTransitions } from './subject.transitions.js';

const given = specFor(subjectDecider);
const AT = '2026-06-02T09:00:01.000Z';
const UNTIL = '2031-06-01T09:00:00.000Z';
const forgetting = { subjectId: 'ada', pseudonymId: 'random', requestedAt: '2026-06-02T09:00:00.000Z' };
const asked = { ...forgetting, partyId: 'ada', requestedBy: 'op-1', reason: 'asked by letter' };
const request: SubjectCommand = { type: 'RequestErasure', data: asked };
const forget = (legalHoldUntil: string | null): SubjectCommand => ({ type: 'Forget', data: { legalHoldUntil, at: AT } });
const destroyHeld = (at: string): SubjectCommand => ({ type: 'DestroyHeldKeys', data: { at } });
const requested: SubjectEvent = { type: 'ErasureRequested', data: asked };
const forgotten = (legalHoldUntil: string | null): SubjectEvent => ({
  type: 'SubjectForgotten',
  data: { ...forgetting, legalHoldUntil, policyVersion: erasurePolicy.version, forgottenAt: AT },
});
const heldDestroyed = (destroyedAt: string): SubjectEvent => ({
  type: 'HeldKeysDestroyed',
  data: { ...forgetting, destroyedAt },
});

describe('The erasure of a person', () => {
  it('is asked for once', () => {
    given().when(request).then(requested);
    given(requested).when(request).thenNothingHappens();
    given(requested, forgotten(null)).when(request).thenNothingHappens();
  });

  it('ends with the keys where the law keeps nothing', () => {
    given(requested).when(forget(null)).then(forgotten(null));
    given(requested, forgotten(null)).when(forget(null)).thenNothingHappens();
    given(requested, forgotten(null)).when(destroyHeld(UNTIL)).thenNothingHappens();
  });

  it('leaves what the law keeps until its last instant', () => {
    given(requested).when(forget(UNTIL)).then(forgotten(UNTIL));
    given(requested, forgotten(UNTIL)).when(destroyHeld('2031-06-01T08:59:59.999Z')).thenFails('IDENTITY.LEGAL_HOLD');
    given(requested, forgotten(UNTIL)).when(destroyHeld(UNTIL)).then(heldDestroyed(UNTIL));
    given(requested, forgotten(UNTIL), heldDestroyed(UNTIL)).when(destroyHeld(UNTIL)).thenNothingHappens();
  });

  it('holds for five years from the closing', () => {
    expect(holdEnd('2026-06-01T09:00:00.000Z')).toBe(UNTIL);
    expect(holdEnd('2028-02-29T12:00:00.000Z')).toBe('2033-02-28T12:00:00.000Z');
  });

  it('tells each of its facts at most once, held keys after all others, whatever comes', () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(request, forget(null), forget(UNTIL), destroyHeld(AT), destroyHeld(UNTIL))),
        (steps) => {
          let state = subjectDecider.initialState();
          const types: string[] = [];
          for (const command of steps) {
            try {
              const events = subjectDecider.decide(command, state);
              types.push(...events.map(({ type }) => type));
              state = events.reduce(subjectDecider.evolve, state);
            } catch (error) {
              if (!isDomainError(error)) throw error;
            }
          }
          expect(['ErasureRequested', 'SubjectForgotten', 'HeldKeysDestroyed'].slice(0, types.length)).toEqual(types);
        },
      ),
    ));

  it('has a table that agrees with the decider', () => {
    expectTableWellFormed(subjectTransitions);
    const histories = [
      [],
      [requested],
      [requested, forgotten(UNTIL)],
      [requested, forgotten(null)],
      [requested, forgotten(UNTIL), heldDestroyed(UNTIL)],
    ];
    const commands = [request, forget(null), forget(UNTIL), destroyHeld(UNTIL)];
    expectTableAndDeciderAgree(
      subjectTransitions,
      subjectDecider,
      { stateOf: ({ status }) => status, illegal: 'IDENTITY.ILLEGAL_TRANSITION' },
      histories.flatMap((history) => commands.map((when) => ({ given: history, when }))),
    );
  });
});
