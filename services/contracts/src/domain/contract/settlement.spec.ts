import { describe, expect, it } from '@jest/globals';
import { specFor } from '@guildhall/testing';
import {
  after,
  answer,
  approve,
  clauses,
  contractAfter,
  decider,
  deferred,
  dispute,
  disputeClosed,
  DISPUTE,
  escrowClosed,
  funded,
  fundedSteps,
  giveBack,
  lapse,
  latestInstruction,
  liftSuspension,
  M1,
  M2,
  milestoneAfter,
  refunded,
  refused,
  released,
  releasePart,
  repeatByHand,
  repeatRefused,
  requestCancellation,
  requestFunding,
  signedSteps,
  split,
  submit,
  suspend,
  usd,
} from './contract.factory.js';
import { heldOf } from './milestone.state.js';

const given = specFor(decider);
const V1 = submit('a', '2026-03-01T10:15:00Z');
const approved = [...fundedSteps('800.00'), V1, approve(1, 'a')];
const releaseId = latestInstruction(contractAfter(...approved));
const typesOf = (events: readonly { type: string }[]) => events.map(({ type }) => type);
const dataOf = (events: readonly { data: object }[]) => events.map(({ data }) => data);
const paid = released(releaseId, { amount: '800.00', remaining: '0', revision: '9' });

describe('A milestone', () => {
  it('is funded once by one fact; an older one is only noted', () => {
    given(...after(...fundedSteps()))
      .when(funded('1000.00', '1'))
      .thenNothingHappens();
    expect(contractAfter(...fundedSteps()).status).toBe('active');
  });

  it('settles at heldRemaining 0, and the last one lets the contract complete', () => {
    const events = given(...after(...approved))
      .when(paid)
      .decided();
    expect(typesOf(events)).toEqual(['MilestoneSettled', 'ContractCompleting']);
    expect(events[1]?.data).toMatchObject({ endReason: 'completed' });
  });

  it('ignores an older escrow revision: the highest one counts', () => {
    const two = after(...fundedSteps('800.00'), V1, releasePart('300.00'), approve(1, 'a'));
    const rest = released(
      latestInstruction(contractAfter(...fundedSteps('800.00'), V1, releasePart('300.00'), approve(1, 'a'))),
      {
        amount: '500.00',
        remaining: '0',
        revision: '9',
      },
    );
    const settled = [
      ...two,
      ...given(...two)
        .when(rest)
        .decided(),
    ];
    given(...settled)
      .when(released('e1692ab5-9544-5651-89de-34067839ea05', { amount: '300.00', remaining: '500.00', revision: '8' }))
      .thenNothingHappens();
  });

  it('approved below the hold settles when both parts are told, in either order', () => {
    const steps = [...fundedSteps('1000.00'), V1, approve(1, 'a', '900.00')];
    const [release, rest] = milestoneAfter(...steps).instructions.map(({ id }) => id) as [string, string];
    const inOrder = [
      ...steps,
      released(release, { amount: '900.00', remaining: '100.00', revision: '5' }),
      refunded(rest, { amount: '100.00', remaining: '0', revision: '8' }),
    ];
    const otherwise = [
      ...steps,
      refunded(rest, { amount: '100.00', remaining: '900.00', revision: '5' }),
      released(release, { amount: '900.00', remaining: '0', revision: '8' }),
    ];
    expect(milestoneAfter(...inOrder).status).toBe('settled');
    expect(milestoneAfter(...otherwise).status).toBe('settled');
  });

  it('given back in full is refunded without fault', () => {
    const steps = [...fundedSteps(), giveBack('1000.00')];
    const refundId = latestInstruction(contractAfter(...steps));
    const events = after(...steps, refunded(refundId, { amount: '1000.00', remaining: '0', revision: '4' }));
    expect(typesOf(events.slice(-2))).toEqual(['MilestoneRefundSeen', 'ContractCompleting']);
    expect(events.at(-1)?.data).toMatchObject({ endReason: 'refunded', ruleId: 'R4' });
  });

  it('takes no instruction about money that is not there', () => {
    given(...after(...fundedSteps()))
      .when(giveBack('1000.01'))
      .thenFails('CONTRACTS.AMOUNT_EXCEEDS_HELD');
    given(...after(...fundedSteps()))
      .when(releasePart('1000.00'))
      .thenFails('CONTRACTS.AMOUNT_EXCEEDS_HELD');
    given(...after(...fundedSteps(), releasePart('600.00')))
      .when(releasePart('400.00'))
      .thenFails('CONTRACTS.AMOUNT_EXCEEDS_HELD');
  });

  it('gives released money back within 180 days, up to what was released', () => {
    const settled = after(...approved, paid);
    expect(
      given(...settled)
        .when(giveBack('300.00', 'released', '2026-09-16T23:59:59Z'))
        .decided()[0]?.data,
    ).toMatchObject({
      source: 'released',
      amount: usd('300.00'),
    });
    given(...settled)
      .when(giveBack('300.00', 'released', '2026-09-17T00:00:00Z'))
      .thenFails('CONTRACTS.REFUND_WINDOW_CLOSED');
    given(...settled)
      .when(giveBack('800.01', 'released', '2026-04-01T00:00:00Z'))
      .thenFails('CONTRACTS.AMOUNT_EXCEEDS_HELD');
    const once = [...approved, paid, giveBack('500.00', 'released')];
    given(...after(...once))
      .when(giveBack('300.01', 'released'))
      .thenFails('CONTRACTS.AMOUNT_EXCEEDS_HELD');
  });
});

describe('Approval and dispute cross: 800.00 approved while 400.00 is being disputed', () => {
  const crossing = [...approved, dispute('400.00', '2026-03-14T12:00:01Z'), deferred(releaseId)];
  const firstPart = released(releaseId, { amount: '400.00', remaining: '400.00', revision: '6' });

  it('stays approved and shows what is deferred', () => {
    const milestone = milestoneAfter(...crossing, firstPart);
    expect(milestone).toMatchObject({ status: 'approved', deferral: { released: usd('400.00'), deferred: usd('400.00') } });
  });

  it('settles by the second part of the release', () => {
    const last = released(releaseId, { amount: '400.00', remaining: '0', revision: '8' });
    expect(milestoneAfter(...crossing, firstPart, disputeClosed('2026-03-16T00:00:00Z'), last).status).toBe('settled');
  });

  it('or by the split of the ruling', () => {
    const ruled = split('985c5690-b59d-5f41-97ac-de634c1f7f42', {
      amount: '400.00',
      toFreelancer: '240.00',
      toClient: '160.00',
      remaining: '0',
      revision: '8',
    });
    expect(milestoneAfter(...crossing, firstPart, ruled).status).toBe('split');
  });
});

describe('A ruling on half of a milestone', () => {
  it('leaves the other half submitted, with a clock of its own', () => {
    const ruled = split('985c5690-b59d-5f41-97ac-de634c1f7f42', {
      amount: '400.00',
      toFreelancer: '240.00',
      toClient: '160.00',
      remaining: '400.00',
      revision: '8',
    });
    const milestone = milestoneAfter(
      ...fundedSteps('800.00'),
      V1,
      dispute('400.00', '2026-03-05T12:00:00Z'),
      ruled,
      disputeClosed('2026-03-20T00:00:00Z', 'executed'),
    );
    expect(milestone).toMatchObject({
      status: 'submitted',
      clock: { kind: 'running', autoApproveAt: '2026-03-31T00:00:00.000Z' },
    });
    expect(heldOf(milestone)).toEqual(usd('400.00'));
  });
});

describe('Completing', () => {
  it('ends with the closed escrow', () =>
    expect(
      typesOf(
        given(...after(...approved, paid))
          .when(escrowClosed())
          .decided(),
      ),
    ).toEqual(['EscrowClosureSeen', 'ContractEnded']));

  it('under an overlay ends when the overlay goes', () => {
    const disputed = [...approved, paid, dispute('400.00', '2026-03-21T00:00:00Z'), escrowClosed()];
    expect(contractAfter(...disputed).status).toBe('completing');
    expect(
      typesOf(
        given(...after(...disputed))
          .when(disputeClosed('2026-03-25T00:00:00Z'))
          .decided(),
      ),
    ).toEqual(['OverlayCleared', 'ContractEnded']);
    const suspended = after(...approved, suspend(), paid, escrowClosed());
    expect(
      typesOf(
        given(...suspended)
          .when(liftSuspension())
          .decided(),
      ),
    ).toEqual(['OverlayCleared', 'ContractEnded']);
  });

  it('waits for every milestone', () => {
    const two = clauses('800.00', '200.00');
    expect(contractAfter(...fundedSteps('800.00', two), V1, approve(1, 'a'), paid).status).toBe('active');
  });
});

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

describe('What is told of a contract that was never drafted', () => {
  it('is noted and no more', () => {
    given().when(paid).thenNothingHappens();
    given().when(dispute('1.00', '2026-03-05T00:00:00Z')).thenNothingHappens();
    given(...after(...signedSteps()))
      .when(split(DISPUTE, { amount: '1.00', toFreelancer: '1.00', toClient: '0', remaining: '0', revision: '2' }))
      .thenNothingHappens();
  });
});
