import { describe, it } from '@jest/globals';
import { addMinutes } from '@guildhall/kernel';
import { specFor } from '@guildhall/testing';
import { emailReservationDecider } from './email-reservation.decider.js';

const given = specFor(emailReservationDecider);
const NOON = '2026-03-02T12:00:00.000Z';
const reserved = (accountId: string, reservedAt = NOON) => ({ type: 'EmailReserved', data: { accountId, reservedAt } }) as const;
const reserve = (accountId: string, at: string, ownerExists: 'yes' | 'no') =>
  ({ type: 'ReserveEmail', data: { accountId, at, ownerExists } }) as const;

describe('An address', () => {
  it('belongs to who reserved it first', () => {
    given()
      .when(reserve('a', NOON, 'no'))
      .then(reserved('a'));
    given(reserved('a'))
      .when(reserve('a', addMinutes(NOON, 30), 'yes'))
      .thenNothingHappens();
    given(reserved('a'))
      .when(reserve('b', addMinutes(NOON, 30), 'yes'))
      .thenNothingHappens();
  });

  it('may be taken over after ten minutes when the sign-up that reserved it died', () => {
    given(reserved('a'))
      .when(reserve('b', addMinutes(NOON, 10), 'no'))
      .thenNothingHappens();
    const later = addMinutes(NOON, 11);
    given(reserved('a'))
      .when(reserve('b', later, 'no'))
      .then(reserved('b', later));
  });

  it('is freed by its holder alone', () => {
    const freed = { type: 'EmailFreed', data: { accountId: 'a' } } as const;
    given(reserved('a'))
      .when({ type: 'FreeEmail', data: { accountId: 'b' } })
      .thenNothingHappens();
    given(reserved('a'))
      .when({ type: 'FreeEmail', data: { accountId: 'a' } })
      .then(freed);
    given(reserved('a'), freed)
      .when(reserve('b', NOON, 'no'))
      .then(reserved('b'));
  });
});
