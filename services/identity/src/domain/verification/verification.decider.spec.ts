import { describe, expect, it } from '@jest/globals';
import { refusalOf, specFor } from '@guildhall/testing';
import { verificationDecider } from './verification.decider.js';
import {
  askMore,
  billing,
  companyItems,
  crossed,
  destination,
  disabled,
  due,
  enabled,
  needsMore,
  noteBilling,
  noteDestination,
  open,
  opened,
  pass,
  passedOnce,
  personItemNames,
  personItems,
  reject,
  rejected,
  started,
  submit,
  submitted,
  suspected,
  verified,
} from './verification.factory.js';
import type { VerificationEvent } from './verification.events.js';

const given = specFor(verificationDecider);
const { id_document: passport, ...others } = personItems;
const GRACE = '2026-04-02T00:00:00.000Z'; // 24:00 UTC of the 30th day after 2 March
const pending: readonly VerificationEvent[] = [opened(), enabled('get_paid'), submitted(), started()];
const passed: readonly VerificationEvent[] = [...pending, verified()];

describe('Opening', () => {
  it('opens get_paid for a freelancer, for whom nothing is due below the earn limit', () =>
    given().when(open()).then(opened(), enabled('get_paid')));
  it('opens nothing that something is due for', () =>
    given()
      .when(open(['hire']))
      .then(opened(['hire'])));
  it('takes up what a further role is for, once', () => {
    given(opened(['hire']))
      .when(open())
      .then(
        { type: 'CapabilitiesWanted', data: { partyId: expect.any(String) as never, capabilities: ['get_paid', 'withdraw'] } },
        enabled('get_paid'),
      );
    given(opened(), enabled('get_paid')).when(open()).thenNothingHappens();
  });
  it('keeps what payments told before the party was opened', () => {
    given().when(noteBilling()).then(billing());
    given(billing(), opened(['hire']), submitted(['hire'], { id_document: passport }), started())
      .when(pass())
      .then(verified({ expiries: { id_document: '2034-06-30' } }), enabled('hire'));
  });
});

describe('Submitting', () => {
  it('starts the review when everything is there that the party has to show', () =>
    given(opened(), enabled('get_paid')).when(submit()).then(submitted(), started()));
  it('opens the verification of somebody who shows something first', () =>
    given()
      .when(submit())
      .then(opened(['withdraw']), submitted(), started()));
  it('waits for the rest of what is due', () => {
    given(opened(), enabled('get_paid'))
      .when(submit(['withdraw'], others))
      .then(submitted(['withdraw'], others));
    given(opened(), enabled('get_paid'), submitted(['withdraw'], others))
      .when(submit(['withdraw'], { id_document: passport }))
      .then(submitted(['withdraw'], { id_document: passport }), started());
  });
  it('refuses a second submission under review', () =>
    given(...pending)
      .when(submit())
      .thenFails('IDENTITY.VERIFICATION_PENDING'));
  it('refuses a party that was rejected', () =>
    given(...pending, rejected('other', 'reviewer-1'))
      .when(submit())
      .thenFails('IDENTITY.ILLEGAL_TRANSITION'));
  it('asks for the wrong item only after a first review', () =>
    given(...pending, needsMore({ item: 'tax_form', code: 'illegible' }))
      .when(submit(['withdraw'], { tax_form: personItems.tax_form }))
      .then(submitted(['withdraw'], { tax_form: personItems.tax_form }), started()));
  it.each([
    ['legal_name', 'A', 'malformed'],
    ['date_of_birth', '2026-02-30', 'malformed'],
    ['date_of_birth', '2008-03-03', 'under_age'],
    ['address', { line1: 'x', city: 'y', postalCode: 'z' }, 'malformed'],
    ['id_document', { ...passport, kind: 'library_card' }, 'kind_unknown'],
    ['id_document', { ...passport, expiresAt: '2026-03-01' }, 'expired'],
    ['tax_form', { kind: 'w8ben', tin: '1', documentHash: passport.documentHash }, 'malformed'],
    ['billing_method', 'card', 'not_for_submission'],
    ['shoe_size', 42, 'unknown_item'],
  ])('refuses %s = %j as %s', (item, value, code) => {
    const decided = given(opened()).when(submit(['withdraw'], { ...personItems, [item]: value }));
    decided.thenFails('IDENTITY.REQUIREMENT_INVALID');
    expect(refusalDetails(() => decided.decided())).toEqual([{ item, code }]);
  });
  it('takes somebody who is 18 today', () =>
    expect(
      refusalOf(() =>
        given(opened())
          .when(submit(['withdraw'], { ...personItems, date_of_birth: '2008-03-02' }))
          .decided(),
      ),
    ).toBe('no refusal'));
  it('refuses a capability that this kind of party never has', () => {
    const wrong = { ...submit(['arbitrate'], companyItems) };
    const data = { ...wrong.data, partyKind: 'organisation' as const };
    given()
      .when({ ...wrong, data })
      .thenFails('IDENTITY.REQUIREMENT_INVALID');
  });
});

describe('Reviewing', () => {
  it('opens withdraw when the destination is known', () =>
    given(destination(), ...pending)
      .when(pass())
      .then(verified(), enabled('withdraw')));
  it('leaves withdraw closed until payments tells of a destination', () => {
    given(...pending)
      .when(pass())
      .then(verified());
    given(...passed)
      .when(noteDestination())
      .then(destination(), enabled('withdraw'));
  });
  it('needs two people for training and above 10,000 USD, and they must differ', () => {
    given(...pending.slice(0, -1), started(2))
      .when(pass('reviewer-1'))
      .then(passedOnce('reviewer-1'));
    given(opened(), submitted(), started(2), passedOnce('reviewer-1'))
      .when(pass('reviewer-1'))
      .thenFails('IDENTITY.FOUR_EYES_REQUIRED');
    given(opened(), submitted(), started(2), passedOnce('reviewer-1'))
      .when(pass('reviewer-2'))
      .then(verified({ reviewedBy: ['reviewer-1', 'reviewer-2'] }), enabled('get_paid'));
    given(opened(['withdraw']), crossed('kyc-2'))
      .when(submit())
      .then(submitted(), started(2));
    const training = { arbitration_training: { certificateHash: passport.documentHash } };
    given(opened(['arbitrate']))
      .when(submit(['arbitrate'], training))
      .then(submitted(['arbitrate'], training), started(2));
  });
  it('says that training leaves the level as it is', () => {
    const training = { arbitration_training: { certificateHash: passport.documentHash } };
    given(opened(['arbitrate']), submitted(['arbitrate'], training), started(2), passedOnce())
      .when(pass('reviewer-2'))
      .then(
        verified({ level: 'kyc-0', expiries: {}, validUntil: null, reviewedBy: ['reviewer-1', 'reviewer-2'] }),
        enabled('arbitrate'),
      );
  });
  it('names what is wrong, of what was submitted', () => {
    given(...pending)
      .when(askMore({ item: 'tax_form', code: 'illegible' }))
      .then(needsMore({ item: 'tax_form', code: 'illegible' }));
    given(...pending)
      .when(askMore())
      .thenFails('IDENTITY.REQUIREMENT_INVALID');
    given(...pending)
      .when(askMore({ item: 'vat_id', code: 'illegible' }))
      .thenFails('IDENTITY.REQUIREMENT_INVALID');
  });
  it('rejects with one reviewer, and closes everything', () =>
    given(...pending)
      .when(reject('terms_of_service.two_accounts'))
      .then(
        rejected('terms_of_service.two_accounts', 'reviewer-1'),
        disabled('get_paid', [], 'rejected.terms_of_service'),
        disabled('withdraw', [...personItemNames, 'payout_destination'], 'rejected.terms_of_service'),
      ));
  it('rejects for fraud with two people only; the suspicion of one asks for two who pass', () => {
    given(...pending)
      .when(reject('fraud.forged'))
      .then(suspected());
    given(...pending, suspected())
      .when(reject('fraud.forged'))
      .thenFails('IDENTITY.FOUR_EYES_REQUIRED');
    expect(
      given(...pending, suspected())
        .when(reject('fraud.forged', 'reviewer-2'))
        .decided()[0],
    ).toEqual(rejected('fraud.forged', 'reviewer-1', 'reviewer-2'));
    given(...pending, suspected())
      .when(pass('reviewer-2'))
      .then(passedOnce('reviewer-2'));
  });
  it('never opens anything for a party that was rejected', () =>
    given(...pending, rejected('other', 'reviewer-1'))
      .when(noteDestination())
      .then(destination()));
  it('refuses a decision on what is not under review', () => {
    for (const command of [pass(), askMore(), reject()]) given(opened()).when(command).thenFails('IDENTITY.ILLEGAL_TRANSITION');
    given(opened(), enabled('get_paid'), due(personItemNames, GRACE, 'volume'), disabled('get_paid', personItemNames))
      .when(reject())
      .thenFails('IDENTITY.ILLEGAL_TRANSITION');
  });
});

const refusalDetails = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return (error as { details: { items: unknown } }).details.items;
  }
};
