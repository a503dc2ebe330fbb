import { describe, expect, it } from '@jest/globals';
import { specFor } from '@guildhall/testing';
import type { ContractEvent } from './contract.events.js';
import {
  after,
  approve,
  autoApprove,
  cancelLate,
  clauses,
  decider,
  dispute,
  disputeClosed,
  freeze,
  fundedSteps,
  giveBack,
  hashOf,
  markLate,
  milestoneAfter,
  releasePart,
  remind,
  requestChanges,
  signedSteps,
  start,
  submit,
  suspend,
  usd,
} from './contract.factory.js';
import { heldOf } from './milestone.state.js';

const given = specFor(decider);
const V1 = submit('a', '2026-03-01T10:15:00Z');
const DUE_V1 = '2026-03-16T00:00:00.000Z';
const submitted = [...fundedSteps(), V1];
const autoApproveAtOf = (event: ContractEvent | undefined): string | undefined => {
  if (event?.type === 'MilestoneSubmitted') return event.data.autoApproveAt;
  if (event?.type === 'OverlayCleared' && event.data.overlay === 'disputed') return event.data.autoApproveAt;
  throw new Error(`${event?.type ?? 'no event'} starts no clock`);
};

describe('Work on a milestone', () => {
  it('is refused before the client has funded it', () => {
    given(...after(...signedSteps()))
      .when(start())
      .thenFails('CONTRACTS.MILESTONE_NOT_FUNDED');
    given(...after(...signedSteps()))
      .when(V1)
      .thenFails('CONTRACTS.MILESTONE_NOT_FUNDED');
  });

  it('is refused once the money was given back', () =>
    given(...after(...fundedSteps(), giveBack('1000.00')))
      .when(V1)
      .thenFails('CONTRACTS.MILESTONE_NOT_FUNDED'));

  it('may be started and submitted, version after version', () => {
    const events = after(
      ...fundedSteps(),
      start(),
      V1,
      requestChanges(1, '2026-03-10T09:00:00Z'),
      submit('b', '2026-03-20T18:00:00Z'),
    );
    expect(events.at(-1)?.data).toMatchObject({ deliverableVersion: 2, contentHash: hashOf('b') });
  });

  it('goes on under a restriction that leaves funded milestones alone, and stops under one that does not', () => {
    expect(after(...fundedSteps(), suspend('funded_milestones'), V1).at(-1)?.type).toBe('MilestoneSubmitted');
    given(...after(...fundedSteps(), suspend()))
      .when(V1)
      .thenFails('CONTRACTS.SUSPENDED');
  });

  it('is sent back as often as agreed, naming criteria of the terms', () => {
    const twice = [...submitted, requestChanges(1, DUE_V1), submit('b', DUE_V1), requestChanges(2, DUE_V1), submit('c', DUE_V1)];
    given(...after(...twice))
      .when(requestChanges(3, DUE_V1))
      .thenFails('CONTRACTS.REVISIONS_EXHAUSTED');
    given(...after(...submitted))
      .when(requestChanges(1, DUE_V1, ['c9']))
      .thenFails('CONTRACTS.CRITERIA_UNKNOWN');
  });
});

describe('Auto-approval across rework (v1 on 1 March, changes on 10 March, v2 on 20 March)', () => {
  const reworked = [...submitted, requestChanges(1, '2026-03-10T09:00:00Z'), submit('b', '2026-03-20T18:00:00Z')];
  const DUE_V2 = '2026-04-04T00:00:00.000Z';

  it('gives the client until the end of the fourteenth day, UTC, after each submission', () => {
    expect(autoApproveAtOf(after(...submitted).at(-1))).toBe(DUE_V1);
    expect(autoApproveAtOf(after(...reworked).at(-1))).toBe(DUE_V2);
  });

  it('reminds on 27 March, 1 and 2 April, each day counted to its end', () =>
    expect(after(...reworked).at(-1)?.data).toMatchObject({
      remindAt: ['2026-03-28T00:00:00.000Z', '2026-04-02T00:00:00.000Z', '2026-04-03T00:00:00.000Z'],
    }));

  it('does nothing on the tick set for the first version', () => {
    given(...after(...reworked))
      .when(autoApprove(1, DUE_V1))
      .thenNothingHappens();
    given(...after(...reworked))
      .when(remind(1, DUE_V1))
      .thenNothingHappens();
  });

  it('approves by itself on the tick of the second one', () =>
    expect(after(...reworked, autoApprove(2, DUE_V2)).at(-1)?.data).toMatchObject({
      approvedBy: 'timer',
      approvedAt: DUE_V2,
      deliverableVersion: 2,
      amount: usd('1000.00'),
    }));

  it('numbers the reminders of one submission from 1', () =>
    expect(
      after(...submitted, remind(1, DUE_V1), remind(1, DUE_V1))
        .slice(-2)
        .map(({ data }) => data),
    ).toMatchObject([{ reminder: 1 }, { reminder: 2 }]));

  it('does not move with local clocks: the night of summer time is a night as any', () =>
    // 29 March 2026, 01:00 UTC: Europe changes its clocks.
    expect(autoApproveAtOf(after(...fundedSteps(), submit('a', '2026-03-28T23:30:00Z')).at(-1))).toBe(
      '2026-04-12T00:00:00.000Z',
    ));

  it('is off where both signed so', () => {
    const off = { ...clauses('1000.00'), autoApproval: { days: null } };
    expect(autoApproveAtOf(after(...fundedSteps('1000.00', off), V1).at(-1))).toBeUndefined();
  });
});

describe('Approval', () => {
  it('pays what is held after a partial release', () => {
    const steps = [...submitted, releasePart('400.00'), requestChanges(1, DUE_V1), submit('b', DUE_V1), approve(2, 'b')];
    expect(after(...steps).at(-1)?.data).toMatchObject({ amount: usd('600.00') });
  });

  it('names the latest version and its hash', () => {
    const reworked = [...submitted, requestChanges(1, DUE_V1), submit('b', DUE_V1)];
    given(...after(...reworked))
      .when(approve(1, 'a'))
      .thenFails('CONTRACTS.VERSION_NOT_LATEST');
    given(...after(...reworked))
      .when(approve(2, 'a'))
      .thenFails('CONTRACTS.HASH_MISMATCH');
  });

  it('of less than is held gives the rest back in the same append', () => {
    const events = after(...submitted, approve(1, 'a', '900.00')).slice(-2);
    expect(events.map(({ type, data }) => ({ type, data }))).toMatchObject([
      { type: 'MilestoneApproved', data: { amount: usd('900.00') } },
      { type: 'RefundApproved', data: { amount: usd('100.00'), reasonCode: 'unapproved_rest', source: 'held' } },
    ]);
    expect(heldOf(milestoneAfter(...submitted, approve(1, 'a', '900.00')))).toEqual(usd('0'));
  });

  it('of more than is held is refused', () =>
    given(...after(...submitted))
      .when(approve(1, 'a', '1000.01'))
      .thenFails('CONTRACTS.AMOUNT_EXCEEDS_HELD'));

  it('wins or loses against the timer, with one release id', () => {
    given(...after(...submitted, approve(1, 'a')))
      .when(autoApprove(1, DUE_V1))
      .thenNothingHappens();
    given(...after(...submitted, autoApprove(1, DUE_V1)))
      .when(approve(1, 'a'))
      .thenNothingHappens();
    const idOf = (events: readonly ContractEvent[]) =>
      events.map((event) => (event.type === 'MilestoneApproved' ? event.data.releaseId : null)).at(-1);
    expect(idOf(after(...submitted, approve(1, 'a')))).toBe(idOf(after(...submitted, autoApprove(1, DUE_V1))));
  });

  it('is refused under a dispute', () =>
    given(...after(...submitted, dispute('400.00', '2026-03-05T00:00:00Z')))
      .when(approve(1, 'a'))
      .thenFails('CONTRACTS.MILESTONE_DISPUTED'));
});

describe('Half a dispute: 800.00 held, 400.00 disputed', () => {
  const disputed = [...fundedSteps('800.00'), V1, dispute('400.00', '2026-03-05T12:00:00Z')];

  it('stops the timer', () =>
    given(...after(...disputed))
      .when(autoApprove(1, DUE_V1))
      .thenNothingHappens());

  it('lets the client release the other 400.00; the milestone stays submitted', () => {
    const milestone = milestoneAfter(...disputed, releasePart('400.00'));
    expect(milestone.status).toBe('submitted');
    expect(heldOf(milestone)).toEqual(usd('400.00'));
  });

  it('lets nobody release or give back what it claims', () => {
    given(...after(...disputed))
      .when(releasePart('400.01'))
      .thenFails('CONTRACTS.MILESTONE_DISPUTED');
    given(...after(...disputed))
      .when(giveBack('400.01'))
      .thenFails('CONTRACTS.MILESTONE_DISPUTED');
  });

  it('claims what payments found, when it found less', () =>
    expect(after(...disputed, freeze('300.00'), releasePart('500.00')).at(-1)?.type).toBe('PartialReleaseApproved'));

  it('withdrawn: the clock goes on with the days it had left, for the 400.00 left', () => {
    const events = after(...disputed, releasePart('400.00'), disputeClosed('2026-03-08T08:00:00Z'));
    // 5 March 12:00 to 16 March 00:00 are 10 whole days beside the one begun.
    expect(autoApproveAtOf(events.at(-1))).toBe('2026-03-19T00:00:00.000Z');
    const approved = given(...events)
      .when(autoApprove(1, '2026-03-19T00:00:00.000Z'))
      .decided();
    expect(approved[0]?.data).toMatchObject({ amount: usd('400.00') });
  });

  it('closed late leaves the client three days at least', () => {
    const late = [...fundedSteps('800.00'), V1, dispute('400.00', '2026-03-15T12:00:00Z'), disputeClosed('2026-03-20T08:00:00Z')];
    expect(autoApproveAtOf(after(...late).at(-1))).toBe('2026-03-24T00:00:00.000Z');
  });

  it('gives a version handed in under it all its days', () => {
    const reworked = [...disputed, requestChanges(1, '2026-03-06T00:00:00Z'), submit('b', '2026-03-07T00:00:00Z')];
    expect(autoApproveAtOf(after(...reworked).at(-1))).toBeUndefined();
    expect(autoApproveAtOf(after(...reworked, disputeClosed('2026-03-10T08:00:00Z')).at(-1))).toBe('2026-03-25T00:00:00.000Z');
  });
});

describe('Late work', () => {
  it('is marked at its due time, once, and not after a submission', () => {
    expect(after(...fundedSteps(), markLate()).at(-1)?.data).toEqual({
      milestoneId: milestoneAfter(...fundedSteps()).milestoneId,
      dueAt: '2026-03-07T00:00:00.000Z',
      cancellableAt: '2026-03-08T00:00:00.000Z',
    });
    given(...after(...fundedSteps(), markLate()))
      .when(markLate())
      .thenNothingHappens();
    given(...after(...submitted))
      .when(markLate())
      .thenNothingHappens();
  });

  it('can be cancelled from 24 hours later on, all to the client', () => {
    const late = after(...fundedSteps(), markLate());
    given(...late)
      .when(cancelLate('2026-03-07T23:59:59Z'))
      .thenFails('CONTRACTS.NOT_YET_CANCELLABLE');
    const [split] = given(...late)
      .when(cancelLate('2026-03-08T00:00:00Z'))
      .decided();
    expect(split?.data).toMatchObject({ toFreelancer: usd('0'), toClient: usd('1000.00'), basis: 'late_delivery' });
  });

  it('is not cancellable before it is late', () =>
    given(...after(...fundedSteps()))
      .when(cancelLate('2026-03-09T00:00:00Z'))
      .thenFails('CONTRACTS.NOT_YET_CANCELLABLE'));
});
