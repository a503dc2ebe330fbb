import { describe, it } from '@jest/globals';
import { cancelTimer, escalate, send, startTimer } from '@guildhall/kernel';
import { processSpecFor } from '@guildhall/testing';
import { verificationDeadlines } from './verification-deadlines.process.js';

const given = processSpecFor(verificationDeadlines);
const partyId = 'party-1';
const passport = { partyId, item: 'id_document', expiresOn: '2034-06-30' } as const;
const deadline = '2034-07-01T00:00:00.000Z';

describe('Deadlines of a verification', () => {
  it('ask for a passport that ends on 30 June from 31 May on, the newest one only', () =>
    given()
      .when({ type: 'PartyVerified', data: { partyId, expiries: { id_document: '2034-06-30' } } })
      .then(
        cancelTimer('item-expiring', 'id_document'),
        startTimer('item-expiring', '2034-05-31T00:00:00.000Z', passport, 'id_document'),
      ));
  it('tell the verification when the lead begins and when the grace is over', () => {
    given()
      .when({ type: 'timer.item-expiring', data: passport })
      .then(send('note-expiry', { type: 'NoteExpiry', data: passport }));
    given()
      .when({ type: 'RequirementDue', data: { partyId, items: ['id_document'], cause: 'expiry', deadline } })
      .then(startTimer('requirement-deadline', deadline, { partyId, deadline }, deadline));
    given()
      .when({ type: 'timer.requirement-deadline', data: { partyId, deadline } })
      .then(send('pass-deadline', { type: 'PassDeadline', data: { partyId, deadline } }));
  });
  it('go to the operators when a command is refused', () =>
    given()
      .when({ type: 'CommandRefused', data: { partyId, step: 'pass-deadline', code: 'IDENTITY.ILLEGAL_TRANSITION' } })
      .then(escalate('IDENTITY.ILLEGAL_TRANSITION')));
});
