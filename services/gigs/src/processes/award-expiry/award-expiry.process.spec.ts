import { describe, expect, it } from '@jest/globals';
import { cancelTimer, send, startTimer } from '@guildhall/kernel';
import { processSpecFor } from '@guildhall/testing';
import { AT, BRIEF, day, PROPOSAL } from '../../domain/situations.factory.js';
import { awardExpiry } from './award-expiry.process.js';

const given = processSpecFor(awardExpiry);
const on = { briefId: BRIEF, proposalId: PROPOSAL };
const awarded = (expiresAt: string) => ({ type: 'AwardGiven', data: { ...on, at: AT, expiresAt } }) as const;

describe('The end of an award', () => {
  it('is timed anew by each award', () => {
    const timer = startTimer('award', day(7), on);
    given()
      .when(awarded(day(7)))
      .then(cancelTimer('award'), timer);
  });

  it.each(['AwardTakenBack', 'SlotTaken', 'ProposalLeft'] as const)('is called off by %s', (type) =>
    given(awarded(day(7)))
      .when({ type, data: { ...on, at: AT } })
      .then(cancelTimer('award')),
  );

  it('is ordered of the brief when it is due', () =>
    given(awarded(day(7)))
      .when([{ type: 'timer.award', data: on }, { occurredAt: day(7) }])
      .then(send('expire', { type: 'LeaveBrief', data: { ...on, as: 'expired', at: day(7) } })));

  it('belongs to one proposal', () => expect(awardExpiry.correlate(awarded(AT), {} as never)).toBe(PROPOSAL));
});
