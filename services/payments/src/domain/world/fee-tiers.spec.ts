import { describe, expect, it } from '@jest/globals';
import { ContractMoney, of } from './contract-money.factory.js';
import { alsoReleased, funded, released, settled } from './situations.factory.js';

describe('Fee tiers', () => {
  it('take 0.67, 0.66, 0.67 from many small releases and give 0.17, 0.16, 0.17 back with many small refunds', () => {
    const paid = funded('10.00');
    for (const part of ['3.34', '3.33', '3.33']) paid.release('M', part);
    expect(
      settled(paid)
        .world.all('EarningsCredited')
        .map(({ fee }) => fee),
    ).toEqual(['0.67', '0.66', '0.67'].map((fee) => of(fee)));
    const refunded = funded('10.00');
    for (const part of ['3.34', '3.33', '3.33']) refunded.refund('M', part);
    expect(refunded.world.all('RefundSent').map(({ clientFee }) => clientFee)).toEqual(
      ['0.17', '0.16', '0.17'].map((fee) => of(fee)),
    );
  });

  it('cannot be dodged by refunds: 300.00 refunded of 600.00, the next 300.00 pays 50.00 again', () => {
    const money = released('600.00');
    money.refund('M', '300.00', 'released');
    settled(money);
    expect(money.world.last('ReleasedRefundSent')).toMatchObject({ freelancerFee: of('50.00'), credited: of('315.00') });
    alsoReleased(money, 'L', '300.00');
    expect(money.world.last('EarningsCredited').fee).toEqual(of('50.00'));
  });

  it('return 40.00 and 110.00 of 80.00 and 70.00 taken: never more than was taken', () => {
    const money = released('400.00');
    const second = alsoReleased(money, 'L', '600.00');
    expect(money.world.all('EarningsCredited').map(({ fee }) => fee)).toEqual([of('80.00'), of('70.00')]);
    second.clear();
    money.refund('M', '400.00', 'released');
    settled(money);
    second.refund('M', '600.00', 'released');
    settled(second);
    expect(money.world.all('ReleasedRefundSent').map(({ freelancerFee }) => freelancerFee)).toEqual([of('40.00'), of('110.00')]);
    expect(money.world.balance('revenue:freelancer_fee')).toBe(0n);
  });

  it('round in the digits of the currency: 751 JPY pay 150 and 2.503 KWD pay 0.501', () => {
    const yen = funded('751', 'JPY');
    yen.release('M', '751');
    expect(settled(yen).world.last('EarningsCredited')).toMatchObject({ fee: of('150', 'JPY'), net: of('601', 'JPY') });
    const dinar = funded('2.503', 'KWD');
    dinar.release('M', '2.503');
    expect(settled(dinar).world.last('EarningsCredited')).toMatchObject({ fee: of('0.501', 'KWD'), net: of('2.002', 'KWD') });
  });

  it('are kept for each currency of a relationship', () => {
    const money = released('600.00');
    const yen = new ContractMoney(money.world, 'Y', 'JPY').sign().fund({ M: '10000' });
    yen.release('M', '10000');
    expect(settled(yen).world.last('EarningsCredited').fee).toEqual(of('2000', 'JPY'));
  });
});
