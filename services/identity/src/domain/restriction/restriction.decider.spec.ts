import { describe, expect, it } from '@jest/globals';
import { deriveId, type EventData } from '@guildhall/kernel';
import { expectTableAndDeciderAgree, expectTableWellFormed, missingSamples, specFor, upcastSample } from '@guildhall/testing';
import { restrictionDecider, type RestrictionCommand, type StepCommand } from './restriction.decider.js';
import { restrictionStorage, type Limiting, type RestrictionEvent } from './restriction.events.js';
import { appealsUntil, defaultReviewDate, lapsesAt, restrictionPolicy } from './restriction.policy.js';
import samples from './samples/restriction-v1.json' with { type: 'json' };
import { restrictionTransitions } from './restriction.transitions.js';

const given = specFor(restrictionDecider);
const partyId = 'adba5708-f0d0-5f1f-b871-a1fd2536c23e';
const restrictionId = 'b641ca19-e69a-5df1-a588-0796226773c2';
const at = '2026-03-01T09:00:00.000Z';
const grounds = {
  scope: ['publish'],
  reasonCode: 'terms.repeated_breach',
  evidenceRefs: ['e-1'],
  reviewDate: '2026-03-15',
} as const;
const step: StepCommand = { ...grounds, partyId, restrictionId, by: 'operator-1', at };
const fraud: StepCommand = { ...step, reasonCode: 'fraud.stolen_card' };

const notice = (data: StepCommand = step): RestrictionCommand => ({ type: 'GiveNotice', data });
const limit = (data: StepCommand = step): RestrictionCommand => ({ type: 'Limit', data });
const suspend = (data: StepCommand = step): RestrictionCommand => ({ type: 'ProposeSuspension', data });
const approve = (by = 'operator-2'): RestrictionCommand => ({ type: 'ApproveSuspension', data: { by, at } });
const lift = (): RestrictionCommand => ({ type: 'Lift', data: { by: 'operator-1', reason: 'an error', at } });
const lapse = (reviewDate = '2026-03-15'): RestrictionCommand => ({ type: 'Lapse', data: { restrictionId, reviewDate, at } });
const appeal = (when = at): RestrictionCommand => ({ type: 'OpenAppeal', data: { by: partyId, text: 'I disagree', at: when } });

const appealId = (number: number) => deriveId(restrictionId, 'appeal', String(number));
const { by: _by, ...facts } = step;
const notified = (from: StepCommand = step): RestrictionEvent => ({
  type: 'PartyNotified',
  data: { ...from, appealId: appealId(1) },
});
const restricted = (
  stage: Limiting,
  decidedBy: readonly string[],
  number = 2,
  from: Partial<StepCommand> = {},
): RestrictionEvent => {
  const { by: _ignored, ...own } = from;
  const { carveOut } = restrictionPolicy;
  return { type: 'PartyRestricted', data: { ...facts, ...own, stage, carveOut, decidedBy, appealId: appealId(number) } };
};
const proposed = (from: StepCommand = step, number = 3): RestrictionEvent => ({
  type: 'SuspensionProposed',
  data: { ...from, appealId: appealId(number) },
});
const lifted = (change: Partial<EventData<RestrictionEvent, 'RestrictionLifted'>> = {}): RestrictionEvent => ({
  type: 'RestrictionLifted',
  data: { partyId, restrictionId, cause: 'lifted_by_operator', liftedBy: 'operator-1', reason: 'an error', at, ...change },
});
const appealed = (number: number, openedAt = at): RestrictionEvent => ({
  type: 'AppealOpened',
  data: { appealId: appealId(number), restrictionId, partyId, openedBy: partyId, text: 'I disagree', openedAt },
});
const limited = [notified(), restricted('limited', ['operator-1'])] as const;

describe('The ladder', () => {
  it('begins with a notice', () => given().when(notice()).then(notified()));
  it('limits after a notice, or gives it in the same breath', () => {
    given(notified())
      .when(limit())
      .then(restricted('limited', ['operator-1']));
    given()
      .when(limit())
      .then(...limited);
  });
  it('suspends with two operators only', () => {
    given(...limited)
      .when(suspend())
      .then(proposed());
    given(...limited, proposed())
      .when(approve('operator-1'))
      .thenFails('IDENTITY.FOUR_EYES_REQUIRED');
    given(...limited, proposed())
      .when(approve())
      .then(restricted('suspended', ['operator-1', 'operator-2'], 3));
    given(...limited)
      .when(approve())
      .thenFails('IDENTITY.ILLEGAL_TRANSITION');
  });
  it('suspends straight after a notice for fraud only', () => {
    given(notified()).when(suspend()).thenFails('IDENTITY.ILLEGAL_TRANSITION');
    given(notified()).when(suspend(fraud)).then(proposed(fraud, 2));
    given().when(suspend(fraud)).then(notified(fraud), proposed(fraud, 2));
  });
  it.each([{ scope: [] }, { reasonCode: '' }, { evidenceRefs: [] }, { reviewDate: '' }])('refuses a step with %j', (missing) => {
    for (const command of [notice, limit])
      given()
        .when(command({ ...step, ...missing }))
        .thenFails('IDENTITY.RESTRICTION_INCOMPLETE');
  });
  it('is lifted by an operator with a reason', () =>
    given(...limited)
      .when(lift())
      .then(lifted()));
  it('does not restrict what was lifted', () =>
    given(...limited, lifted())
      .when(suspend())
      .thenFails('IDENTITY.ILLEGAL_TRANSITION'));
});

describe('The review date', () => {
  it('lifts a step of 1 March on 15 March 24:00 UTC', () => {
    expect(defaultReviewDate(at)).toBe('2026-03-15');
    expect(lapsesAt('2026-03-15')).toBe('2026-03-16T00:00:00.000Z');
    given(...limited)
      .when(lapse())
      .then(lifted({ cause: 'review_date_passed', liftedBy: null, reason: null }));
  });
  it('changes nothing once a later step has another one', () => {
    const later = { ...step, reviewDate: '2026-04-01' };
    given(...limited, proposed(later), restricted('suspended', ['operator-1', 'operator-2'], 3, later))
      .when(lapse())
      .thenNothingHappens();
    given(...limited, lifted())
      .when(lapse())
      .thenNothingHappens();
  });
});

describe('An appeal', () => {
  it('may be opened once a step, within six months', () => {
    given(...limited)
      .when(appeal())
      .then(appealed(2));
    given(...limited, appealed(2))
      .when(appeal())
      .thenFails('IDENTITY.APPEAL_ALREADY_OPEN');
    given(...limited)
      .when(appeal('2026-09-01T23:59:00.000Z'))
      .then(appealed(2, '2026-09-01T23:59:00.000Z'));
    given(...limited)
      .when(appeal('2026-09-02T00:00:01.000Z'))
      .thenFails('IDENTITY.APPEAL_WINDOW_CLOSED');
  });
  it('counts months to the last day of a short one', () =>
    expect(appealsUntil('2026-08-31T10:00:00.000Z')).toBe('2027-03-01T00:00:00.000Z'));
  it('may be opened against the next step, too', () =>
    given(...limited, appealed(2), proposed(), restricted('suspended', ['operator-1', 'operator-2'], 3))
      .when(appeal())
      .then(appealed(3)));
});

describe('The transition table of a restriction', () => {
  const histories: readonly (readonly RestrictionEvent[])[] = [
    [],
    [notified()],
    limited,
    [notified(fraud), proposed(fraud, 2)],
    [...limited, proposed()],
    [...limited, proposed(), restricted('suspended', ['operator-1', 'operator-2'], 3)],
    [...limited, lifted()],
  ];
  const commands = [notice(), limit(), suspend(), suspend(fraud), approve(), lift(), lapse(), appeal()];
  it('is well formed', () => expectTableWellFormed(restrictionTransitions));
  it('agrees with the decider', () =>
    expectTableAndDeciderAgree(
      restrictionTransitions,
      restrictionDecider,
      { stateOf: ({ stage }) => stage, illegal: 'IDENTITY.ILLEGAL_TRANSITION' },
      histories.flatMap((history) => commands.map((when) => ({ given: history, when }))),
    ));
  it('folds every event as it was stored', () => {
    expect(missingSamples(restrictionStorage, samples)).toEqual([]);
    const events = samples.map((sample) => upcastSample(restrictionStorage, sample) as RestrictionEvent);
    expect(given(...events).state).toMatchObject({ stage: 'lifted', reviewDate: '2026-03-15', appeal: 'open' });
  });
});
