import { describe, expect, it } from '@jest/globals';
import { specFor } from '@guildhall/testing';
import {
  after,
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
  latestInstruction,
  liftSuspension,
  milestoneAfter,
  refunded,
  released,
  releasePart,
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

describe('What is told of a contract that was never drafted', () => {
  it('is noted and no more', () => {
    given().when(paid).thenNothingHappens();
    given().when(dispute('1.00', '2026-03-05T00:00:00Z')).thenNothingHappens();
    given(...after(...signedSteps()))
      .when(split(DISPUTE, { amount: '1.00', toFreelancer: '1.00', toClient: '0', remaining: '0', revision: '2' }))
      .thenNothingHappens();
  });
});
