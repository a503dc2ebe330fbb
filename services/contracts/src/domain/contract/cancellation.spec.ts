import { describe, expect, it } from '@jest/globals';
import { specFor } from '@guildhall/testing';
import {
  after,
  answer,
  approve,
  clauses,
  contractAfter,
  decider,
  dispute,
  disputeClosed,
  funded,
  fundedSteps,
  giveBack,
  lapse,
  latestInstruction,
  M1,
  M2,
  milestoneAfter,
  refused,
  releasePart,
  repeatByHand,
  repeatRefused,
  requestCancellation,
  requestFunding,
  split,
  submit,
  usd,
} from './contract.factory.js';
import { heldOf } from './milestone.state.js';

const given = specFor(decider);
const V1 = submit('a', '2026-03-01T10:15:00Z');
const approved = [...fundedSteps('800.00'), V1, approve(1, 'a')];
const releaseId = latestInstruction(contractAfter(...approved));
const typesOf = (events: readonly { type: string }[]) => events.map(({ type }) => type);
const dataOf = (events: readonly { data: object }[]) => events.map(({ data }) => data);

describe('A cancellation request', () => {
  const two = clauses('800.00', '200.00');
  const live = fundedSteps('800.00', two);

  it('proposes a split over all that is held and not approved', () => {
    given(...after(...live))
      .when(requestCancellation('client', [M1, '100.00', '600.00']))
      .thenFails('CONTRACTS.SPLIT_DOES_NOT_SUM');
    given(...after(...live))
      .when(requestCancellation('client'))
      .thenFails('CONTRACTS.SPLIT_DOES_NOT_SUM');
    const [request] = given(...after(...live))
      .when(requestCancellation('client', [M1, '100.00', '700.00']))
      .decided();
    expect(request?.data).toMatchObject({ answerBy: '2026-02-28T00:00:00.000Z', onSilence: 'splits_executed' });
  });

  const requested = [...live, requestCancellation('client', [M1, '100.00', '700.00'])];
  it('accepted by the other side splits, drops what was planned and completes', () => {
    given(...after(...requested))
      .when(answer('client', 'accept'))
      .thenFails('CONTRACTS.ACTOR_NOT_ALLOWED');
    const events = given(...after(...requested))
      .when(answer('freelancer', 'accept'))
      .decided();
    expect(typesOf(events)).toEqual(['CancellationAnswered', 'SplitAgreed', 'MilestoneDropped', 'ContractCompleting']);
    expect(dataOf(events).slice(1)).toMatchObject([
      { milestoneId: M1, toFreelancer: usd('100.00'), toClient: usd('700.00'), basis: 'cancellation' },
      { milestoneId: M2 },
      { endReason: 'cancelled', ruleId: 'R2' },
    ]);
  });

  it('divides what is held by then in the same proportion, a tie to the freelancer', () => {
    const odd = [
      ...live,
      requestCancellation('client', [M1, '400.00', '400.00']),
      releasePart('99.99'),
      answer('freelancer', 'accept'),
    ];
    expect(after(...odd).find(({ type }) => type === 'SplitAgreed')?.data).toMatchObject({
      toFreelancer: usd('350.01'),
      toClient: usd('350.00'),
    });
  });

  it('sends money back that came for a dropped milestone', () => {
    const late = [
      ...live,
      requestFunding(),
      requestCancellation('client', [M1, '0', '800.00']),
      answer('freelancer', 'accept'),
      funded('200.00', '7', M2),
    ];
    expect(after(...late).at(-1)?.data).toMatchObject({ milestoneId: M2, amount: usd('200.00'), approvedBy: 'system' });
    expect(contractAfter(...late).milestones[1]?.status).toBe('dropped');
  });

  it('unanswered takes the split where nothing was submitted', () => {
    given(...after(...requested))
      .when(lapse('2026-02-27T23:59:59Z'))
      .thenNothingHappens();
    expect(
      typesOf(
        given(...after(...requested))
          .when(lapse('2026-02-28T00:00:00.000Z'))
          .decided(),
      ),
    ).toContain('SplitAgreed');
  });

  it('unanswered with work submitted leaves the contract as it is', () => {
    const events = given(...after(...requested, V1))
      .when(lapse('2026-02-28T00:00:00.000Z'))
      .decided();
    expect(dataOf(events)).toMatchObject([{ answer: 'silence', by: 'timer' }]);
  });

  it('refused stays; the dispute that a party opens then drops what was planned', () => {
    const contested = [...requested, answer('freelancer', 'refuse'), dispute('800.00', '2026-03-01T00:00:00Z')];
    expect(contractAfter(...contested).status).toBe('active');
    const ruled = split('985c5690-b59d-5f41-97ac-de634c1f7f42', {
      amount: '800.00',
      toFreelancer: '0',
      toClient: '800.00',
      remaining: '0',
      revision: '8',
    });
    expect(
      typesOf(
        given(...after(...contested, ruled))
          .when(disputeClosed('2026-03-20T00:00:00Z', 'executed'))
          .decided(),
      ),
    ).toEqual(['OverlayCleared', 'MilestoneDropped', 'ContractCompleting']);
  });
});

describe('A refused instruction', () => {
  const frozen = [...fundedSteps('800.00'), dispute('400.00', '2026-03-05T00:00:00Z'), giveBack('100.00')];
  const refundId = latestInstruction(contractAfter(...frozen));
  const stuck = [...frozen, refused(refundId, 'refund', 'frozen')];

  it('counts as held again', () => expect(heldOf(milestoneAfter(...stuck))).toEqual(usd('800.00')));

  it('waits while the dispute lasts and is given again, under a new id, when it closes', () => {
    given(...after(...stuck))
      .when(repeatRefused())
      .thenNothingHappens();
    const events = given(...after(...stuck))
      .when(disputeClosed('2026-03-08T00:00:00Z'))
      .decided();
    expect(events.at(-1)?.data).toMatchObject({ repeats: refundId, amount: usd('100.00'), approvedBy: 'system' });
    given(...after(...stuck), ...events)
      .when(repeatRefused())
      .thenNothingHappens();
  });

  it('is given again for what is still held, in the same proportion', () => {
    const cancelled = [
      ...fundedSteps('800.00'),
      requestCancellation('client', [M1, '200.00', '600.00']),
      answer('freelancer', 'accept'),
    ];
    const splitId = latestInstruction(contractAfter(...cancelled));
    const told = split('284f03a4-333a-59fd-bf39-b303299254a8', {
      amount: '400.00',
      toFreelancer: '400.00',
      toClient: '0',
      remaining: '400.00',
      revision: '7',
    });
    const steps = [...cancelled, refused(splitId, 'split', 'frozen'), told, repeatRefused()];
    expect(after(...steps).at(-1)?.data).toMatchObject({
      repeats: splitId,
      toFreelancer: usd('100.00'),
      toClient: usd('300.00'),
    });
  });

  it('that no time heals waits for an operator', () => {
    const misfit = [...approved, refused(releaseId, 'release', 'payee_unknown')];
    given(...after(...misfit))
      .when(repeatRefused())
      .thenNothingHappens();
    const [again] = given(...after(...misfit))
      .when(repeatByHand(releaseId))
      .decided();
    expect(again).toMatchObject({
      type: 'MilestoneApproved',
      data: { repeats: releaseId, amount: usd('800.00'), note: 'the payee is known now' },
    });
    expect(milestoneAfter(...misfit, repeatByHand(releaseId)).approval?.releaseId).toBe(releaseId);
    given(...after(...approved))
      .when(repeatByHand(releaseId))
      .thenFails('CONTRACTS.INSTRUCTION_NOT_REFUSED');
  });
});
