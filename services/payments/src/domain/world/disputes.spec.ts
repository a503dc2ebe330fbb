import { describe, expect, it } from '@jest/globals';
import { addDays } from '@guildhall/kernel';
import { ContractMoney, of } from './contract-money.factory.js';
import { escrowStream } from './legs.factory.js';
import { alsoReleased, funded, released, settled } from './situations.factory.js';

describe('A dispute', () => {
  it('about half: 400.00 stay, 400.00 are released; ruled 60/40 the freelancer nets 216.00 and the client gets 168.00', () => {
    const money = new ContractMoney().sign();
    alsoReleased(money, 'L', '500.00');
    money.fund({ M: '800.00' });
    money.dispute('M', '400.00');
    money.release('M', '400.00');
    expect(settled(money).world.last('EarningsCredited').net).toEqual(of('360.00'));
    money.rule('M', '240.00', '160.00');
    settled(money);
    expect(money.world.last('EarningsCredited')).toMatchObject({ gross: of('240.00'), net: of('216.00'), origin: 'split' });
    expect(money.world.last('RefundCredited').amount).toEqual(of('168.00'));
    expect(money.world.last('SplitCompleted')).toMatchObject({ heldRemaining: of('0.00'), fee: of('24.00') });
    money.closeDispute();
    money.complete();
    expect(money.world.last('EscrowSettled')).toMatchObject({
      funded: of('800.00'),
      released: of('640.00'),
      refunded: of('160.00'),
    });
  });

  it('meets an approval: 400.00 now, 400.00 deferred; a ruling leaves nothing to defer', () => {
    const money = funded('800.00');
    money.dispute('M', '400.00');
    money.release('M', '800.00');
    expect(money.world.last('ReleaseDeferred')).toMatchObject({
      released: of('400.00'),
      deferred: of('400.00'),
      reasonCode: 'frozen',
    });
    settled(money);
    money.rule('M', '240.00', '160.00');
    settled(money);
    money.closeDispute();
    expect(settled(money).world.all('ReleaseSent')).toHaveLength(1);
    money.complete();
    expect(money.world.last('EscrowSettled')).toMatchObject({ released: of('640.00'), refunded: of('160.00') });
  });

  it('meets an approval and is withdrawn: the deferred 400.00 are released then, as part 2', () => {
    const money = funded('800.00');
    money.dispute('M', '400.00');
    money.release('M', '800.00', 'r');
    settled(money);
    money.closeDispute();
    expect(settled(money).world.last('ReleaseCompleted')).toMatchObject({
      releaseId: 'r',
      part: 2,
      gross: of('400.00'),
      heldRemaining: of('0.00'),
    });
    expect(money.world.last('EarningsCredited')).toMatchObject({ releaseId: 'r', part: 'credited-2' });
  });

  it('defers a release whole when everything is frozen', () => {
    const money = funded('800.00');
    money.dispute('M', '800.00');
    money.release('M', '800.00');
    expect(money.world.last('ReleaseDeferred')).toMatchObject({ released: of('0.00'), deferred: of('800.00') });
    money.complete();
    expect(money.world.all('EscrowSettled')).toHaveLength(0);
    money.closeDispute();
    expect(settled(money).world.last('ReleaseCompleted')).toMatchObject({ part: 1, gross: of('800.00') });
    expect(money.world.all('EscrowSettled')).toHaveLength(1);
  });

  it('about held and released money: 120.00 + 6.00 and 80.00 come from the hold, 90.00 are freed', () => {
    const money = new ContractMoney().sign();
    alsoReleased(money, 'L', '500.00');
    money.fund({ M: '300.00' });
    money.release('M', '100.00');
    settled(money);
    money.dispute('M', '300.00');
    settled(money);
    expect(money.world.last('FreezeCompleted')).toMatchObject({
      amount: of('300.00'),
      heldFrozen: of('200.00'),
      walletFrozenNet: of('90.00'),
    });
    money.rule('M', '180.00', '120.00');
    settled(money);
    expect(money.world.last('RefundCredited').amount).toEqual(of('126.00'));
    expect(money.world.last('EarningsCredited')).toMatchObject({ gross: of('80.00'), net: of('72.00') });
    expect(money.world.last('SplitCompleted')).toMatchObject({ heldPart: of('200.00'), fee: of('8.00') });
    expect(money.world.balance('wallet:F:frozen')).toBe(9_000n);
    money.closeDispute();
    expect(settled(money).world.balance('wallet:F:frozen')).toBe(0n);
  });

  it('after which the tier moved: 270.00 are due for 300.00, 250.00 frozen and 20.00 available', () => {
    const money = released('600.00').clear();
    money.dispute('M', '300.00');
    settled(money);
    expect(money.world.last('FreezeCompleted').walletFrozenNet).toEqual(of('250.00'));
    alsoReleased(money, 'L', '400.00');
    money.rule('M', '0.00', '300.00');
    expect(settled(money).world.last('ReleasedSplit')).toMatchObject({
      freelancerFee: of('30.00'),
      fromFrozen: of('250.00'),
      fromAvailable: of('20.00'),
      owed: of('0.00'),
    });
  });

  it('about released money, ruled wholly for the freelancer, is executed without any leg', () => {
    const money = released('600.00');
    money.dispute('M', '300.00');
    settled(money);
    money.rule('M', '300.00', '0.00');
    expect(settled(money).world.last('SplitCompleted')).toMatchObject({
      toFreelancer: of('300.00'),
      heldPart: of('0.00'),
      fee: of('0.00'),
    });
    money.closeDispute();
    money.complete();
    expect(settled(money).world.all('EscrowSettled')).toHaveLength(1);
  });

  it('takes what the release still has pending before it makes a debt', () => {
    const money = released('600.00');
    money.dispute('M', '300.00');
    settled(money);
    alsoReleased(money, 'L', '400.00');
    money.rule('M', '0.00', '300.00');
    expect(settled(money).world.last('ReleasedSplit')).toMatchObject({
      fromAvailable: of('0.00'),
      owed: of('0.00'),
      fromPending: [{ part: 'credited', amount: of('20.00') }],
    });
  });

  it('frees pending money as a line of its own, so that its clock goes on', () => {
    const money = released('600.00');
    money.dispute('M', '300.00');
    settled(money);
    money.closeDispute();
    settled(money);
    const { freezeId } = money.world.last('FreezeStarted');
    expect(money.world.last('AmountUnfrozen')).toMatchObject({ part: freezeId, source: 'pending', amount: of('250.00') });
    expect([money.world.balance('wallet:F:pending'), money.world.balance('wallet:F:frozen')]).toEqual([49_000n, 0n]);
  });

  it('finds a release that is still on its way', () => {
    const money = funded('800.00');
    money.release('M', '800.00');
    money.dispute('M', '400.00');
    expect(money.world.all('ReleasedFreezeStarted')).toHaveLength(0);
    settled(money);
    expect(money.world.last('FreezeCompleted')).toMatchObject({
      amount: of('400.00'),
      heldFrozen: of('0.00'),
      shortfallNet: of('0.00'),
    });
  });

  it('withdrawn while its freeze is still being taken leaves nothing frozen', () => {
    const money = released('600.00');
    money.dispute('M', '300.00');
    money.closeDispute();
    expect(money.world.last('InstructionAwaited')).toMatchObject({ milestoneId: 'M' });
    expect(settled(money).world.last('FreezeEnded').released).toHaveLength(1);
    expect([money.world.balance('wallet:F:frozen'), money.world.balance('wallet:F:pending')]).toEqual([0n, 49_000n]);
  });

  it('ruled while its freeze is still being taken is executed once that is done, in the order of arrival', () => {
    const money = released('600.00');
    money.dispute('M', '300.00');
    money.rule('M', '180.00', '120.00');
    money.closeDispute();
    expect(settled(money).world.last('SplitCompleted')).toMatchObject({ toClient: of('120.00') });
    expect(money.world.all('ReleasedSplit')).toHaveLength(1);
    expect(money.world.all('FreezeEnded')).toHaveLength(1);
    expect(money.world.balance('wallet:F:frozen')).toBe(0n);
  });

  it('reaches back thirty days after a release and no further', () => {
    const late = released('600.00');
    late.world.now = addDays(late.world.now, 31);
    late.dispute('M', '300.00');
    expect(settled(late).world.last('FreezeCompleted').amount).toEqual(of('0.00'));
    const early = released('600.00');
    early.world.now = addDays(early.world.now, 30);
    early.dispute('M', '300.00');
    expect(settled(early).world.last('FreezeCompleted').amount).toEqual(of('300.00'));
  });

  it('in another currency or about an unknown milestone finds nothing and says so', () => {
    const money = funded('600.00');
    const dispute = { freezeId: 'f', disputeId: 'd', milestoneId: 'M', amount: of('100', 'JPY'), at: money.world.now };
    money.world.send(escrowStream('K'), { type: 'Freeze', data: dispute });
    expect(money.world.last('FreezeCompleted')).toMatchObject({ freezeId: 'f', amount: of('0.00') });
    money.world.send(escrowStream('K'), { type: 'Freeze', data: { ...dispute, freezeId: 'g', milestoneId: 'unknown' } });
    expect(money.world.last('FreezeCompleted')).toMatchObject({ freezeId: 'g', milestoneId: 'unknown', amount: of('0.00') });
  });

  it('opened on a milestone that is frozen already leaves the first freeze as it is', () => {
    const money = funded('600.00');
    money.dispute('M', '400.00', 'first');
    money.dispute('M', '100.00', 'second');
    expect(money.world.last('FreezeCompleted').amount).toEqual(of('0.00'));
    money.closeDispute('second');
    expect(money.world.balance('escrow:K:M:frozen')).toBe(40_000n);
    money.closeDispute('first');
    expect(money.world.balance('escrow:K:M:frozen')).toBe(0n);
  });
});
