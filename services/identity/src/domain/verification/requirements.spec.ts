import { describe, expect, it } from '@jest/globals';
import { specFor } from '@guildhall/testing';
import { capabilityView } from './requirements.js';
import { verificationDecider } from './verification.decider.js';
import type { VerificationEvent } from './verification.events.js';
import {
  crossed,
  destination,
  disabled,
  due,
  enabled,
  failedPayout,
  noteDestination,
  noteExpiry,
  noteFailure,
  notePaid,
  noteVolume,
  opened,
  paidPayout,
  passDeadline,
  personItemNames,
  personItems,
  started,
  submitted,
  verified,
} from './verification.factory.js';

const given = specFor(verificationDecider);
const GRACE = '2026-04-02T00:00:00.000Z'; // 24:00 UTC of the 30th day after 2 March
const pending: readonly VerificationEvent[] = [opened(), enabled('get_paid'), submitted(), started()];
const withdrawing: readonly VerificationEvent[] = [destination(), ...pending, verified(), enabled('withdraw')];

describe('Falling due again', () => {
  it('gives an unverified freelancer 30 days from the earn limit, then closes get_paid', () => {
    given(opened(), enabled('get_paid'))
      .when(noteVolume())
      .then(crossed('kyc-1'), due(personItemNames, GRACE, 'volume'));
    given(opened(), enabled('get_paid'), crossed('kyc-1'), due(personItemNames, GRACE, 'volume'))
      .when(passDeadline(GRACE))
      .then(disabled('get_paid', personItemNames));
    given(opened(), enabled('get_paid'), crossed('kyc-1')).when(noteVolume()).thenNothingHappens();
  });
  it('asks nothing of a verified freelancer at the earn limit', () =>
    given(...withdrawing)
      .when(noteVolume())
      .then(crossed('kyc-1')));
  it('gives a passport that ends on 30 June until 24:00 UTC of that day', () => {
    given(...withdrawing)
      .when(noteExpiry())
      .then(due(['id_document'], '2034-07-01T00:00:00.000Z', 'expiry'));
    given(...withdrawing, due(['id_document'], '2034-07-01T00:00:00.000Z', 'expiry'))
      .when(passDeadline('2034-07-01T00:00:00.000Z'))
      .then(disabled('withdraw', ['id_document']));
  });
  it('ignores the timers of a passport that was replaced', () => {
    const newer = { id_document: { ...personItems.id_document, expiresAt: '2044-06-30' } };
    const replaced = [
      ...withdrawing,
      due(['id_document'], '2034-07-01T00:00:00.000Z', 'expiry'),
      submitted(['withdraw'], newer),
      started(),
      verified({ expiries: { id_document: '2044-06-30' } }),
    ];
    given(...replaced)
      .when(noteExpiry('2034-06-30'))
      .thenNothingHappens();
    given(...replaced)
      .when(passDeadline('2034-07-01T00:00:00.000Z'))
      .thenNothingHappens();
    expect(given(...replaced).state.status).toBe('verified');
  });
  it('closes the gate without blame while the reviewers have what was due', () =>
    given(
      ...withdrawing,
      due(['id_document'], '2034-07-01T00:00:00.000Z', 'expiry'),
      submitted(['withdraw'], { id_document: personItems.id_document }),
      started(),
    )
      .when(passDeadline('2034-07-01T00:00:00.000Z'))
      .then(disabled('withdraw', ['id_document'], 'requirements.pending_verification')));
  it('reopens the destination after two payouts that failed in a row', () => {
    given(...withdrawing)
      .when(noteFailure())
      .then(failedPayout());
    given(...withdrawing, failedPayout())
      .when(noteFailure('payout-2'))
      .then(failedPayout('payout-2'), due(['payout_destination'], GRACE, 'payout_failures'));
    given(...withdrawing, failedPayout(), paidPayout())
      .when(noteFailure('payout-2'))
      .then(failedPayout('payout-2'));
    given(...withdrawing)
      .when(notePaid())
      .thenNothingHappens();
  });
  it('is settled by a new destination, also after the deadline', () => {
    const late = [
      ...withdrawing,
      failedPayout(),
      failedPayout('payout-2'),
      due(['payout_destination'], GRACE, 'payout_failures'),
      disabled('withdraw', ['payout_destination']),
    ];
    expect(given(...late).state.status).toBe('needs_more');
    given(...late)
      .when(noteDestination())
      .then(destination(), enabled('withdraw'));
    expect(given(...late, destination()).state.status).toBe('verified');
  });
});

describe('What a party is told', () => {
  const viewOf = (...events: readonly VerificationEvent[]) => capabilityView(given(...events).state, 'withdraw');
  it('lists what is due, with alternatives and the reason', () =>
    expect(viewOf(opened())).toMatchObject({
      state: 'disabled',
      currentlyDue: [...personItemNames, 'payout_destination'],
      pendingVerification: [],
      disabledReason: 'requirements.past_due',
      alternatives: { id_document: ['passport', 'national_id', 'driving_licence', 'residence_permit'] },
    }));
  it('tells what lies with the reviewers apart from what is due', () =>
    expect(viewOf(...pending)).toMatchObject({
      currentlyDue: ['payout_destination'],
      pendingVerification: personItemNames,
      disabledReason: 'under_review',
    }));
  it('lists what a volume will ask for', () =>
    expect(capabilityView(given(opened(), enabled('get_paid')).state, 'get_paid')).toEqual({
      state: 'enabled',
      currentlyDue: [],
      eventuallyDue: personItemNames,
      pastDue: [],
      pendingVerification: [],
      errors: [],
      alternatives: {},
    }));
  it('says nothing of missing once a capability is open', () => {
    const view = viewOf(...withdrawing);
    expect(view).toMatchObject({ state: 'enabled', currentlyDue: [] });
    expect(view).not.toHaveProperty('disabledReason');
    expect(view).not.toHaveProperty('currentDeadline');
  });
});
