import { describe, it } from '@jest/globals';
import { escalate, send, startTimer } from '@guildhall/kernel';
import { processSpecFor } from '@guildhall/testing';
import { erasure } from './erasure.process.js';

const given = processSpecFor(erasure);
const subjectId = 'ada';
const until = '2031-06-01T09:00:00.000Z';

describe('The process of an erasure', () => {
  it('orders the keys destroyed', () =>
    given()
      .when({ type: 'ErasureRequested', data: { subjectId } })
      .then(send('forget', { type: 'ForgetSubject', data: { subjectId } })));
  it('waits for the end of a legal hold, where there is one', () => {
    given()
      .when({ type: 'SubjectForgotten', data: { subjectId, legalHoldUntil: until } })
      .then(startTimer('hold-over', until, { subjectId }));
    given()
      .when({ type: 'SubjectForgotten', data: { subjectId, legalHoldUntil: null } })
      .then();
    given()
      .when({ type: 'timer.hold-over', data: { subjectId } })
      .then(send('destroy-held', { type: 'ForgetHeld', data: { subjectId } }));
  });
  it('goes to the operators when a command is refused', () =>
    given()
      .when({ type: 'CommandRefused', data: { subjectId, step: 'forget', code: 'IDENTITY.LEGAL_HOLD' } })
      .then(escalate('IDENTITY.LEGAL_HOLD')));
});
