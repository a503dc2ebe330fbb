import { describe, expect, it } from '@jest/globals';
import { cancelTimer, escalate, send, startTimer } from '@guildhall/kernel';
import { processSpecFor } from '@guildhall/testing';
import { autoApproval } from './auto-approval/auto-approval.process.js';
import { cancellationAnswer } from './cancellation-answer/cancellation-answer.process.js';
import { instructionRepeat } from './instruction-repeat/instruction-repeat.process.js';
import { lateness } from './lateness/lateness.process.js';
import { offerExpiry } from './offer-expiry/offer-expiry.process.js';

const contractId = '29dc703c-94d4-5e5b-80dd-d81a22148c6f';
const milestoneId = '9a286fa0-93b2-5a45-9cb9-c05b588936c7';
const disputeId = 'fc502577-33d8-5fb7-953e-bf0c75ad7db0';
const AT = '2026-03-01T10:15:00.000Z';
const frame = { streamKey: contractId, occurredAt: AT };
const usd = { amount: '60000', currency: 'USD' };

describe('The auto-approval process', () => {
  const given = processSpecFor(autoApproval);
  const autoApproveAt = '2026-03-16T00:00:00.000Z';
  const remindAt = ['2026-03-09T00:00:00.000Z', '2026-03-14T00:00:00.000Z', '2026-03-15T00:00:00.000Z'];
  const submitted = (deliverableVersion: number, clock: { autoApproveAt?: string; remindAt?: readonly string[] }) =>
    [
      {
        type: 'MilestoneSubmitted',
        data: {
          milestoneId,
          deliverableVersion,
          contentHash: 'h',
          files: [],
          authorAccountId: 'a',
          aiUse: 'none',
          submittedAt: AT,
          ...clock,
        },
      } as const,
      frame,
    ] as const;
  const clockOf = (deliverableVersion: number, until = autoApproveAt) => ({
    contractId,
    milestoneId,
    deliverableVersion,
    autoApproveAt: until,
  });
  const changes = [
    {
      type: 'ChangesRequested',
      data: {
        milestoneId,
        deliverableVersion: 1,
        reasonCode: 'r',
        criteriaIds: ['c1'],
        roundsLeft: 1,
        authorAccountId: 'a',
        requestedAt: AT,
      },
    } as const,
    frame,
  ] as const;

  it('starts three reminders and the approval with a submission', () =>
    given()
      .when(submitted(1, { autoApproveAt, remindAt }))
      .then(
        cancelTimer('approve'),
        cancelTimer('remind', '0'),
        cancelTimer('remind', '1'),
        cancelTimer('remind', '2'),
        startTimer('remind', remindAt[0]!, clockOf(1), '0'),
        startTimer('remind', remindAt[1]!, clockOf(1), '1'),
        startTimer('remind', remindAt[2]!, clockOf(1), '2'),
        startTimer('approve', autoApproveAt, clockOf(1)),
      ));

  it('drops them when changes are asked for', () =>
    given(submitted(1, { autoApproveAt, remindAt }))
      .when(changes)
      .then(cancelTimer('approve'), cancelTimer('remind', '0'), cancelTimer('remind', '1'), cancelTimer('remind', '2')));

  it('goes on with the version last submitted when a dispute closes', () => {
    const until = '2026-03-24T00:00:00.000Z';
    const cleared = {
      type: 'OverlayCleared',
      data: {
        overlay: 'disputed',
        causeId: disputeId,
        milestoneId,
        outcome: 'withdrawn',
        clearedAt: AT,
        autoApproveAt: until,
        remindAt: [],
      },
    } as const;
    const { outputs } = given(submitted(1, {}), changes, submitted(2, {})).when([cleared, frame]);
    expect(outputs.at(-1)).toEqual(startTimer('approve', until, clockOf(2, until)));
  });

  it('orders what a tick is for, and hands refusals to operators', () => {
    given()
      .when({ type: 'timer.remind', data: clockOf(1) })
      .then(send('remind', { type: 'RemindApproval', data: clockOf(1) }));
    given()
      .when({ type: 'timer.approve', data: clockOf(1) })
      .then(send('approve', { type: 'AutoApprove', data: clockOf(1) }));
    given()
      .when({ type: 'CommandRefused', data: { ...clockOf(1), step: 'approve', code: 'X' } })
      .then(escalate('X'));
  });

  it('is not concerned with suspensions', () => {
    const suspended = {
      type: 'OverlaySet',
      data: { overlay: 'suspended', causeId: 'r', partyId: 'p', carveOut: [], setAt: AT },
    } as const;
    expect(autoApproval.correlate(suspended, { id: 'i', revision: '0', policyRefs: {}, ...frame })).toBeNull();
  });
});

describe('The lateness process', () => {
  const given = processSpecFor(lateness);
  const dueAt = '2026-03-16T00:00:00.000Z';
  const planned = [
    {
      type: 'MilestonePlanned',
      data: { milestoneId, index: 0, kind: 'deliverable', amount: usd, dueAt, criteriaIds: [] },
    } as const,
    frame,
  ] as const;

  it('waits for the due time', () =>
    given()
      .when(planned)
      .then(startTimer('due', dueAt, { contractId, milestoneId })));
  it('marks it then', () =>
    given(planned)
      .when({ type: 'timer.due', data: { contractId, milestoneId } })
      .then(send('mark', { type: 'MarkLate', data: { contractId, milestoneId } })));
  it('stops with what is dropped', () =>
    given(planned)
      .when([{ type: 'MilestoneDropped', data: { milestoneId, reason: 'cancelled' } }, frame])
      .then(cancelTimer('due')));
});

describe('The expiry of drafts and offers', () => {
  const given = processSpecFor(offerExpiry);
  const expiresAt = '2026-03-09T00:00:00.000Z';
  const offered = [
    {
      type: 'ContractOffered',
      data: {
        clientPartyId: 'c',
        freelancerPartyId: 'f',
        origin: { kind: 'proposal', id: 'p' },
        pricingModel: 'fixed',
        currency: 'USD',
        termsVersion: 1,
        termsHash: 'h',
        expiresAt,
        offeredAt: AT,
      },
    } as const,
    frame,
  ] as const;

  it('moves from the draft’s date to the offer’s', () => {
    const expiry = { contractId, stage: 'offered', at: expiresAt };
    given()
      .when(offered)
      .then(cancelTimer('expire', 'drafted'), startTimer('expire', expiresAt, expiry, 'offered'));
  });
  it('orders the end at the date', () => {
    const expiry = { contractId, stage: 'offered', at: expiresAt } as const;
    given(offered)
      .when({ type: 'timer.expire', data: expiry })
      .then(send('expire', { type: 'ExpireContract', data: expiry }));
  });
});

describe('The answer to a cancellation', () => {
  const given = processSpecFor(cancellationAnswer);
  const silence = { contractId, requestId: 'r', at: '2026-03-09T00:00:00.000Z' };
  const requested = [
    {
      type: 'CancellationRequested',
      data: {
        requestId: 'r',
        requestedBy: 'client',
        splits: [],
        answerBy: silence.at,
        onSilence: 'splits_executed',
        requestedAt: AT,
        authorAccountId: 'a',
      },
    } as const,
    frame,
  ] as const;

  it('is awaited until its date', () =>
    given()
      .when(requested)
      .then(startTimer('answer', silence.at, silence)));
  it('lapses then', () =>
    given(requested)
      .when({ type: 'timer.answer', data: silence })
      .then(send('lapse', { type: 'LapseCancellation', data: silence })));
  it('is no longer awaited once given', () =>
    given(requested)
      .when([
        { type: 'CancellationAnswered', data: { requestId: 'r', answer: 'refused', by: 'freelancer', answeredAt: AT } },
        frame,
      ])
      .then(cancelTimer('answer')));
});

describe('The repeat of refused instructions', () => {
  const given = processSpecFor(instructionRepeat);
  const refusal = [
    {
      type: 'InstructionRefusalSeen',
      data: { milestoneId, instructionId: 'i', kind: 'refund', reasonCode: 'frozen', escrowRevision: '3', seenAt: AT },
    } as const,
    frame,
  ] as const;

  it('looks again after an hour', () =>
    given()
      .when(refusal)
      .then(startTimer('repeat', '2026-03-01T11:15:00.000Z', { contractId, milestoneId }, 'i')));
  it('alarms operators after a day of refusals', () => {
    const { outputs } = given(...Array.from({ length: 24 }, () => refusal)).when(refusal);
    expect(outputs).toEqual([escalate('instruction_refused_for_a_day')]);
  });
});
