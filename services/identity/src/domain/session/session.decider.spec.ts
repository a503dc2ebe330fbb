import { describe, expect, it } from '@jest/globals';
import { addDays, addMinutes, addMs, isDomainError, type Instant } from '@guildhall/kernel';
import { expectTableAndDeciderAgree, expectTableWellFormed, specFor } from '@guildhall/testing';
import fc from 'fast-check';
import { sessionDecider, type SessionCommand } from './session.decider.js';
import type { SessionEvent } from './session.events.js';
import { sessionTransitions } from './session.transitions.js';

const given = specFor(sessionDecider);
const NOON = '2026-03-02T12:00:00.000Z';
const ids = { sessionId: 's', accountId: 'a' };
const started: SessionEvent = { type: 'SessionStarted', data: { ...ids, device: 'd', place: 'p', startedAt: NOON } };
const refreshed = (generation: number, refreshedAt: Instant): SessionEvent => ({
  type: 'SessionRefreshed',
  data: { sessionId: 's', generation, refreshedAt },
});
const revoked = (at: Instant, reasonCode: string): SessionEvent => ({
  type: 'SessionRevoked',
  data: { ...ids, denyUntil: addMinutes(at, 6), reasonCode },
});
const refresh = (generation: number, at: Instant): SessionCommand => ({ type: 'RefreshSession', data: { generation, at } });
const one = addMinutes(NOON, 1);

describe('A refresh family', () => {
  it('moves on with the newest token', () => given(started).when(refresh(0, one)).then(refreshed(1, one)));

  it('gives the parent the same successor for ten seconds: two refreshes in parallel are one', () => {
    given(started, refreshed(1, one))
      .when(refresh(0, addMs(one, 9_999)))
      .thenNothingHappens();
    const late = addMs(one, 10_000);
    given(started, refreshed(1, one)).when(refresh(0, late)).then(revoked(late, 'token_reused'));
  });

  it('is revoked when a grandparent comes back, at once', () =>
    given(started, refreshed(1, one), refreshed(2, one)).when(refresh(0, one)).then(revoked(one, 'token_reused')));

  it('says that a token was reused to whoever comes after', () => {
    given(started, revoked(one, 'token_reused')).when(refresh(0, one)).thenFails('IDENTITY.TOKEN_REUSED');
    given(started, revoked(one, 'signed_out')).when(refresh(0, one)).thenFails('IDENTITY.CREDENTIALS_INVALID');
  });

  it('ends after 14 days without use and after 90 days at all, by wall time', () => {
    given(started)
      .when(refresh(0, addDays(NOON, 14)))
      .thenFails('IDENTITY.CREDENTIALS_INVALID');
    const used = Array.from({ length: 9 }, (_, n) => refreshed(n + 1, addDays(NOON, (n + 1) * 10 - 1)));
    given(started, ...used)
      .when(refresh(9, addMs(addDays(NOON, 90), -1)))
      .then(refreshed(10, addMs(addDays(NOON, 90), -1)));
    given(started, ...used)
      .when(refresh(9, addDays(NOON, 90)))
      .thenFails('IDENTITY.CREDENTIALS_INVALID');
  });

  it('never has two successors of one token, whatever is presented when', () =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ back: fc.integer({ min: 0, max: 3 }), ms: fc.integer({ min: 0, max: 15_000 }) })),
        (steps) => {
          let state = given(started).state;
          let at: Instant = NOON;
          const successors = new Map<number, number>();
          for (const { back, ms } of steps) {
            at = addMs(at, ms);
            const generation = Math.max(0, state.generation - back);
            const before = state;
            try {
              state = sessionDecider.decide(refresh(generation, at), state).reduce(sessionDecider.evolve, state);
            } catch (error) {
              if (!isDomainError(error)) throw error;
              expect(before.status).toBe('revoked');
              continue;
            }
            if (state.status === 'revoked') continue;
            expect(successors.get(generation) ?? state.generation).toBe(state.generation);
            expect(state.generation).toBe(generation + 1);
            successors.set(generation, state.generation);
          }
        },
      ),
    ));
});

describe('A session', () => {
  it('counts a step-up from its instant, and ends once', () => {
    expect(given(started, { type: 'SessionSteppedUp', data: { sessionId: 's', at: one } }).state.authAt).toBe(one);
    const end = { type: 'RevokeSession', data: { reasonCode: 'signed_out', at: one } } as const;
    given(started).when(end).then(revoked(one, 'signed_out'));
    given(started, revoked(one, 'signed_out')).when(end).thenNothingHappens();
    given(started, revoked(one, 'signed_out'))
      .when({ type: 'StepUp', data: { at: one } })
      .thenFails('IDENTITY.CREDENTIALS_INVALID');
  });

  it('has a table that agrees with the decider', () => {
    expectTableWellFormed(sessionTransitions);
    const commands: readonly SessionCommand[] = [
      { type: 'StartSession', data: { ...ids, device: 'd', place: 'p', at: NOON } },
      refresh(1, one),
      refresh(0, addMinutes(NOON, 3)),
      { type: 'StepUp', data: { at: one } },
      { type: 'RevokeSession', data: { reasonCode: 'signed_out', at: one } },
    ];
    const histories = [[], [started, refreshed(1, one)], [started, revoked(one, 'signed_out')]];
    expectTableAndDeciderAgree(
      sessionTransitions,
      sessionDecider,
      { stateOf: ({ status }) => status, illegal: 'IDENTITY.CREDENTIALS_INVALID' },
      histories.flatMap((history) => commands.map((when) => ({ given: history, when }))),
    );
  });
});
