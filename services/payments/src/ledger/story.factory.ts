import { ContractMoney, of } from '../domain/world/contract-money.factory.js';
import { walletStream } from '../domain/world/legs.factory.js';
import { settled } from '../domain/world/situations.factory.js';
import type { MoneyWorld } from '../domain/world/money-world.factory.js';
import type { LedgerEvent } from './ledger-event.js';

/** A log in which every kind of money event happens: two contracts of one freelancer, with all that payments does in one. */
export const story = (): MoneyWorld => {
  const main = new ContractMoney().sign({ M: 'deliverable', N: 'deliverable', X: 'expense' });
  const { world } = main;
  const second = new ContractMoney(world, 'L', 'USD', 'D').sign().fund({ M: '125.00' });
  main.fund({ M: '800.00', N: '600.00', X: '50.00' }).fund({ M: '100.00' });
  main.refund('M', '100.00', 'held', 'refund-held');
  settled(main);
  main.dispute('M', '400.00', 'withdrawn');
  main.release('M', '800.00', 'deferred');
  settled(main);
  main.closeDispute('withdrawn');
  main.release('X', '50.00', 'expense');
  main.release('N', '500.00', 'partial');
  settled(main).clear();
  main.refund('M', '300.00', 'released', 'refund-released');
  main.refund('M', '9,000.00', 'released', 'refund-refused');
  settled(main);
  main.payout('600.00', 'paid-out');
  world.send(walletStream('F'), { type: 'SubmitPayout', data: { payoutId: 'paid-out', providerPayoutId: 'po_1' } });
  main.settlePayout('paid-out');
  main.dispute('N', '300.00', 'ruled');
  settled(main);
  main.returnPayout('paid-out');
  main.payout('20.00', 'open');
  main.split('N', '160.00', '140.00', { splitId: 'ruling', disputeId: 'ruled' });
  settled(main);
  main.closeDispute('ruled');
  settled(main);
  second.split('M', '60.00', '65.00', { splitId: 'agreed' });
  settled(second);
  const { chargeId } = world.last('ChargeCaptured');
  const back = { refundId: 'back', chargeId, provider: 'psp', amount: of('105.00') };
  world.send(walletStream('C'), { type: 'RefundInstrument', data: back });
  world.send(walletStream('C'), { type: 'ReturnInstrumentRefund', data: { refundId: 'back', reasonCode: 'card_closed' } });
  main.complete();
  second.complete();
  return world;
};

/** The log as a checker reads it from a store. */
export const logOf = ({ log }: MoneyWorld): readonly LedgerEvent[] => log;
