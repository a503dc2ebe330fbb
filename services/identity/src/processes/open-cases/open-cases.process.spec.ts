import { describe, it } from '@jest/globals';
import { FACT } from '@guildhall/event-catalogue';
import { escalate, send } from '@guildhall/kernel';
import { processSpecFor } from '@guildhall/testing';
import { openCases } from './open-cases.process.js';

const given = processSpecFor(openCases);
const disputeId = 'd-1';
const opened = {
  type: FACT.DisputeOpened,
  data: {
    ...{
      disputeId,
      contractId: 'k',
      milestoneId: 'm',
      scopeKind: 'milestone',
      openedBy: 'ada',
      against: 'shop',
      lane: 'standard',
    },
    amount: { amount: '40000', currency: 'USD' },
    asOf: { stream: 'contracts.contract-k', revision: '9' },
    ...{ respondBy: '2026-03-14T00:00:00.000Z', defaultOutcome: 'respondent_loses_claim', policyRefs: {} },
  },
};
const closed = {
  type: FACT.DisputeClosed,
  data: { disputeId, contractId: 'k', milestoneId: 'm', outcome: 'executed', closedAt: '2026-03-10T09:30:00.000Z' },
};
const toBoth = (type: 'NoteCase' | 'NoteCaseEnd') =>
  ['ada', 'shop'].map((partyId) => send(`${type}-${partyId}`, { type, data: { partyId, disputeId } }));

describe('The process of open cases', () => {
  it('notes on both parties that a dispute is open, and that it has ended', () => {
    given()
      .when(opened)
      .then(...toBoth('NoteCase'));
    given(opened)
      .when(closed)
      .then(...toBoth('NoteCaseEnd'));
  });

  it('notes nothing where the end is heard first', () => {
    given().when(closed).then();
    given(closed).when(opened).then();
  });

  it('goes to the operators when a command is refused', () =>
    given(opened)
      .when({ type: 'CommandRefused', data: { disputeId, step: 'NoteCase-ada', code: 'COMMON.VALIDATION' } })
      .then(escalate('COMMON.VALIDATION')));
});
