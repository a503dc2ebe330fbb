import { describe, expect, it } from '@jest/globals';
import { money } from '@guildhall/kernel';
import { refusalOf } from '@guildhall/testing';
import type { DisputeCommand } from './dispute.commands.js';
import { disputeDecider } from './dispute.decider.js';
import type { DisputeEvent, EventDataOf } from './dispute.events.js';
import * as f from './dispute.factory.js';
import { usd } from './dispute.factory.js';

const after = (...commands: readonly DisputeCommand[]) => ({
  when: (command: DisputeCommand): readonly DisputeEvent[] => disputeDecider.decide(command, f.stateOf(f.history(...commands))),
});
const refused = (commands: readonly DisputeCommand[], command: DisputeCommand): string =>
  refusalOf(() => after(...commands).when(command));
const dataOf = <T extends DisputeEvent['type']>(events: readonly DisputeEvent[], type: T): EventDataOf<T> | undefined =>
  events.find((event) => event.type === type)?.data as EventDataOf<T> | undefined;

describe('Opening', () => {
  it('prints the default outcome and the long-stop', () => {
    const opened = dataOf(after().when(f.open()), 'DisputeOpened');
    expect(opened).toMatchObject({ defaultOutcome: 'respondent_loses_claim', longStopAt: '2026-05-05T00:00:00.000Z' });
  });
  it('claims no more than is held and was lately released', () => {
    expect(refused([], f.open(usd('400.00'), { disputable: usd('399.99') }))).toBe('DISPUTES.AMOUNT_TOO_HIGH');
    expect(refused([], f.open(usd('0')))).toBe('DISPUTES.NOTHING_DISPUTABLE');
    expect(refused([], f.open(usd('0'), { disputable: usd('1') }))).toBe('DISPUTES.AMOUNT_TOO_HIGH');
    expect(refused([], f.open(usd('1'), { disputable: money(900n, 'EUR') }))).toBe('DISPUTES.AMOUNT_TOO_HIGH');
    expect(refused([], f.open(usd('400.00'), { disputable: usd('0') }))).toBe('DISPUTES.NOTHING_DISPUTABLE');
    expect(refused([], f.open(usd('400.00'), { window: 'closed' }))).toBe('DISPUTES.WINDOW_CLOSED');
  });
  it('happens once', () => expect(after(f.open()).when(f.open())).toEqual([]));
  it('closes when nothing is there', () => {
    const nothing = { heldFrozen: usd('0'), amount: usd('0') };
    expect(dataOf(after(f.open()).when(f.freeze(usd('0'), nothing)), 'DisputeClosed')?.outcome).toBe('nothing_disputable');
  });
  it('is about what was found, a shortfall shown', () => {
    const found = f.freeze(usd('300.00'), { heldFrozen: usd('0'), walletFrozenNet: usd('100.00'), shortfallNet: usd('150.00') });
    const awaited = dataOf(after(f.open()).when(found), 'ResponseAwaited');
    expect(awaited).toMatchObject({ amount: usd('300.00'), shortfallNet: usd('150.00') });
    const settled = dataOf(after(f.open(), found).when(f.acceptClaim()), 'DisputeSettled');
    expect(settled).toMatchObject({ amount: usd('300.00'), toFreelancer: usd('0'), toClient: usd('300.00') });
  });
});

describe('Silence', () => {
  it('loses the claimed amount, on either side', () => {
    expect(dataOf(after(...f.awaiting).when(f.silence()), 'DisputeDecided')).toMatchObject({
      decidedAs: 'defaulted',
      toClient: usd('400.00'),
      faultFreelancer: 1,
      splitAt: '2026-03-20T00:00:00.000Z',
    });
    expect(dataOf(after(f.openByFreelancer(), f.freeze()).when(f.silence()), 'DisputeDecided')).toMatchObject({
      toFreelancer: usd('400.00'),
      faultClient: 1,
    });
  });
  it('is not there before its time, nor after an answer', () => {
    expect(after(...f.awaiting).when(f.silence('2026-03-13T23:59:59.999Z'))).toEqual([]);
    expect(after(...f.negotiating).when(f.silence())).toEqual([]);
  });
  it('is reminded of twice, each once', () => {
    expect(dataOf(after(...f.awaiting).when(f.remind(1)), 'ResponseReminded')).toMatchObject({
      partyId: f.FREELANCER,
      reminder: 1,
    });
    expect(after(...f.awaiting, f.remind(2)).when(f.remind(1))).toEqual([]);
  });
  it('cannot be broken by a late answer, or by the opener', () => {
    expect(refused(f.awaiting, f.respond({ at: f.RESPOND_BY }))).toBe('DISPUTES.DEADLINE_PASSED');
    expect(refused(f.awaiting, f.respond({ partyId: f.CLIENT }))).toBe('DISPUTES.ACTOR_NOT_ALLOWED');
    expect(refused(f.awaiting, f.respond({ toFreelancer: usd('400.01') }))).toBe('DISPUTES.OFFER_OUT_OF_RANGE');
  });
});

describe('Offers', () => {
  it('under seal settle at the midpoint, a remainder to the freelancer', () => {
    const sealed = [...f.negotiating, f.seal('freelancer'), f.seal('client')];
    expect(dataOf(after(...sealed).when(f.settleSealed(usd('260.00'))), 'DisputeSettled')).toMatchObject({
      basis: 'sealed_offers',
      offerId: 'sealed-client',
      toFreelancer: usd('260.00'),
      toClient: usd('140.00'),
    });
  });
  it('under seal count only while they are the newest', () => {
    const sealed = [...f.negotiating, f.seal('freelancer'), f.seal('client'), f.seal('client', 'newer')];
    expect(after(...sealed).when(f.settleSealed(usd('260.00')))).toEqual([]);
    expect(after(...f.negotiating, f.seal('client')).when(f.settleSealed(usd('1')))).toEqual([]);
  });
  it('made openly cross: 220.01 and 300.00 give 260.01', () => {
    const first = [...f.negotiating, f.offer('freelancer', usd('220.01'))];
    expect(dataOf(after(...first).when(f.offer('client', usd('300.00'))), 'DisputeSettled')?.toFreelancer).toEqual(usd('260.01'));
    expect(
      after(...first)
        .when(f.offer('client', usd('220.00')))
        .map(({ type }) => type),
    ).toEqual(['OfferMade']);
  });
  it('split 1,001 JPY into 501 and 500', () => {
    const yen = (amount: number) => money(BigInt(amount), 'JPY');
    const talking = [f.open(yen(1001)), f.freeze(yen(1001)), f.respond(), f.offer('freelancer', yen(500))];
    expect(dataOf(after(...talking).when(f.offer('client', yen(501))), 'DisputeSettled')).toMatchObject({
      toFreelancer: yen(501),
      toClient: yen(500),
    });
  });
  it('stay within 0 and the amount', () => {
    expect(refused(f.negotiating, f.offer('client', usd('400.01')))).toBe('DISPUTES.OFFER_OUT_OF_RANGE');
    expect(refused(f.negotiating, f.offer('client', money(100n, 'EUR')))).toBe('DISPUTES.OFFER_OUT_OF_RANGE');
  });
  it('are accepted by the other side alone, and never under seal', () => {
    const made = [...f.negotiating, f.offer('freelancer', usd('300.00'), 'o'), f.seal('freelancer', 's')];
    expect(dataOf(after(...made).when(f.acceptOffer('client', 'o')), 'DisputeSettled')).toMatchObject({
      toClient: usd('100.00'),
    });
    expect(refused(made, f.acceptOffer('freelancer', 'o'))).toBe('DISPUTES.ILLEGAL_TRANSITION');
    expect(refused(made, f.acceptOffer('client', 's'))).toBe('DISPUTES.SEALED');
  });
});

describe('Mediation', () => {
  it('begins when both have asked, or when negotiation is over, once', () => {
    const asked = [...f.negotiating, f.ask('client')];
    expect(after(...asked).when(f.ask('client'))).toEqual([]);
    expect(dataOf(after(...asked).when(f.ask('freelancer')), 'MediatorWanted')).toMatchObject({ cause: 'asked' });
    expect(after(...asked, f.ask('freelancer')).when(f.endNegotiation)).toEqual([]);
    expect(dataOf(after(...asked).when(f.endNegotiation), 'MediatorWanted')).toMatchObject({ cause: 'negotiation_over' });
    expect(after(...f.negotiating).when(f.mediate())).toEqual([]);
  });
  it('hears proposals of its mediator, with reasons and without history', () => {
    expect(refused(f.mediating, f.propose(usd('1'), { by: f.ARBITRATOR }))).toBe('DISPUTES.ACTOR_NOT_ALLOWED');
    expect(refused(f.mediating, f.propose(usd('1'), { reasons: ' ' }))).toBe('DISPUTES.REASONS_MISSING');
    expect(refused(f.mediating, f.propose(usd('1'), { conflict: 'shared_history' }))).toBe('DISPUTES.CONFLICT_OF_INTEREST');
  });
  it('settles when both accept', () => {
    const half = [...f.proposed, f.answerMediation('client', 'accept')];
    expect(after(...half).when(f.answerMediation('client', 'accept'))).toEqual([]);
    expect(dataOf(after(...half).when(f.answerMediation('freelancer', 'accept')), 'DisputeSettled')).toMatchObject({
      basis: 'mediation',
    });
  });
  it('ends with an offer of arbitration without a fee: rejected, met with silence, or too long', () => {
    const offered = (events: readonly DisputeEvent[]) => dataOf(events, 'ArbitrationOffered');
    expect(offered(after(...f.proposed).when(f.answerMediation('client', 'reject')))).toMatchObject({
      waived: true,
      cause: 'rejected',
    });
    expect(offered(after(...f.proposed).when(f.mediationSilence()))).toMatchObject({ cause: 'silence' });
    expect(after(...f.proposed).when(f.mediationSilence('an older one'))).toEqual([]);
    expect(offered(after(...f.mediating).when(f.mediationOver))).toMatchObject({
      cause: 'time_over',
      answerBy: '2026-04-05T00:00:00.000Z',
    });
    expect(refused(f.mediating, f.answerMediation('client', 'accept'))).toBe('DISPUTES.ILLEGAL_TRANSITION');
  });
});

describe('Arbitration', () => {
  it('starts when both agree, with another person than the mediator', () => {
    expect(after(...f.offeredArbitration).when(f.arbitrate())).toEqual([]);
    expect(refused(f.bothAgreed, f.arbitrate(f.MEDIATOR))).toBe('DISPUTES.CONFLICT_OF_INTEREST');
    expect(after(...f.bothAgreed).when(f.offerOver)).toEqual([]);
  });
  it('is decided by default for the one who agreed when the other is silent', () => {
    const agreed = [...f.offeredArbitration, f.answerArbitration('freelancer', 'agree')];
    expect(dataOf(after(...agreed).when(f.offerOver), 'DisputeDecided')).toMatchObject({
      decidedAs: 'defaulted',
      toFreelancer: usd('400.00'),
      faultClient: 1,
    });
  });
  it('gives way to the last proposal when both decline, are silent, or one declines', () => {
    const lastProposal = { decidedAs: 'decided', toFreelancer: usd('200.00'), faultFreelancer: 0.5, decidedBy: f.MEDIATOR };
    const declined = [...f.offeredArbitration, f.answerArbitration('client', 'decline')];
    expect(dataOf(after(...declined).when(f.answerArbitration('freelancer', 'decline')), 'DisputeDecided')).toMatchObject(
      lastProposal,
    );
    expect(dataOf(after(...f.offeredArbitration).when(f.offerOver), 'DisputeDecided')).toMatchObject(lastProposal);
    const split = [...declined, f.answerArbitration('freelancer', 'agree')];
    expect(dataOf(after(...split).when(f.offerOver), 'DisputeDecided')).toMatchObject(lastProposal);
  });
  it('goes to the senior queue when nobody agrees and nothing was proposed', () => {
    const silent = [...f.mediating, f.mediationOver];
    expect(dataOf(after(...silent).when(f.offerOver), 'EscalatedToSenior')).toMatchObject({ reason: 'no_proposal' });
    expect(after(...silent, f.offerOver).when(f.offerOver)).toEqual([]);
  });
  it('takes evidence until its end, 20 exhibits and 50 MB a side', () => {
    const late = f.exhibit('client', { at: '2026-03-17T00:00:00.000Z' });
    expect(refused(f.arbitrating, late)).toBe('DISPUTES.DEADLINE_PASSED');
    const full = Array.from({ length: 20 }, () => f.exhibit('client'));
    expect(refused([...f.arbitrating, ...full], f.exhibit('client'))).toBe('DISPUTES.EVIDENCE_LIMIT');
    expect(after(...f.arbitrating, ...full).when(f.exhibit('freelancer'))).toHaveLength(1);
    expect(refused(f.arbitrating, f.exhibit('client', { size: 52_428_801 }))).toBe('DISPUTES.EVIDENCE_LIMIT');
  });
  it('is ruled on by its arbitrator: shares that sum, rules, facts, formula and reasons', () => {
    expect(dataOf(after(...f.arbitrating).when(f.rule()), 'DisputeDecided')).toMatchObject({
      decidedAs: 'decided',
      toFreelancer: usd('240.00'),
      toClient: usd('160.00'),
      splitAt: '2026-03-26T00:00:00.000Z',
    });
    expect(refused(f.arbitrating, f.rule({ toClient: usd('160.01') }))).toBe('DISPUTES.SPLIT_DOES_NOT_SUM');
    expect(refused(f.arbitrating, f.rule({ toClient: money(16_000n, 'EUR') }))).toBe('DISPUTES.SPLIT_DOES_NOT_SUM');
    expect(refused(f.arbitrating, f.rule({ toFreelancer: usd('401'), toClient: usd('-1') }))).toBe('DISPUTES.SPLIT_DOES_NOT_SUM');
    for (const missing of [{ ruleIds: [] }, { factIds: [] }, { formula: '' }, { reasons: ' ' }])
      expect(refused(f.arbitrating, f.rule(missing))).toBe('DISPUTES.REASONS_MISSING');
    expect(refused(f.arbitrating, f.rule({ by: f.MEDIATOR }))).toBe('DISPUTES.CONFLICT_OF_INTEREST');
    expect(refused(f.arbitrating, f.rule({ conflict: 'shared_history' }))).toBe('DISPUTES.CONFLICT_OF_INTEREST');
    expect(refused(f.arbitrating, f.rule({ by: f.SENIOR }))).toBe('DISPUTES.ACTOR_NOT_ALLOWED');
  });
});

describe('The senior queue', () => {
  it('decides only what came to it, and by who has not worked on the case', () => {
    expect(refused(f.arbitrating, f.force())).toBe('DISPUTES.ILLEGAL_TRANSITION');
    const late = [...f.arbitrating, f.escalate];
    expect(after(...late).when(f.escalate)).toEqual([]);
    expect(dataOf(after(...late).when(f.force()), 'DisputeDecided')).toMatchObject({ decidedBy: f.SENIOR });
    expect(refused(late, f.force({ by: f.ARBITRATOR }))).toBe('DISPUTES.CONFLICT_OF_INTEREST');
  });
});

describe('Execution', () => {
  it('is ordered at the end of the window, once, and closed by its proof', () => {
    expect(after(...f.decided).when(f.orderSplit('2026-03-25T23:59:59.999Z'))).toEqual([]);
    const events = f.history(...f.executing);
    expect(dataOf(events, 'SplitOrdered')).toMatchObject({ basis: 'ruling', amount: usd('400.00'), payeePartyId: f.FREELANCER });
    expect(after(...f.executing).when(f.orderSplit())).toEqual([]);
    expect(after(...f.executing).when(f.executed('another'))).toEqual([]);
    const done = after(...f.executing).when(f.executed(f.splitIn(events)));
    expect(done.map(({ type }) => type)).toEqual(['RulingExecuted', 'DisputeClosed']);
  });
  it('is repaired by two people under a new id', () => {
    const first = f.splitIn(f.history(...f.executing));
    const stuck = [...f.executing, f.blocked(first)];
    expect(refused(stuck, f.approveRepair())).toBe('DISPUTES.ILLEGAL_TRANSITION');
    const proposed = [...stuck, f.proposeRepair];
    expect(refused(proposed, f.approveRepair(f.SENIOR))).toBe('DISPUTES.FOUR_EYES_REQUIRED');
    const again = dataOf(after(...proposed).when(f.approveRepair()), 'SplitOrdered');
    expect(again).toMatchObject({ toFreelancer: usd('240.00'), toClient: usd('160.00') });
    expect(again?.splitId).not.toBe(first);
    expect(after(...proposed, f.approveRepair()).when(f.blocked(first))).toEqual([]);
  });
  it('does not follow a withdrawal, which the opener alone may take, and not over a counterclaim', () => {
    expect(dataOf(after(...f.arbitrating).when(f.withdraw()), 'DisputeClosed')?.outcome).toBe('withdrawn');
    expect(refused(f.awaiting, f.withdraw(f.FREELANCER))).toBe('DISPUTES.ACTOR_NOT_ALLOWED');
    const counterclaim = f.respond({ toFreelancer: usd('300.00') });
    expect(refused([...f.awaiting, counterclaim], f.withdraw())).toBe('DISPUTES.ILLEGAL_TRANSITION');
    expect(refused(f.decided, f.withdraw())).toBe('DISPUTES.ILLEGAL_TRANSITION');
  });
});
