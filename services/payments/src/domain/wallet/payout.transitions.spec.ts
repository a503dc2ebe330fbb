import { describe, it } from '@jest/globals';
import { expectTableAndDeciderAgree, expectTableWellFormed } from '@guildhall/testing';
import { walletStream } from '../world/legs.factory.js';
import { released } from '../world/situations.factory.js';
import type { ContractMoney } from '../world/contract-money.factory.js';
import { payoutTransitions } from './payout.transitions.js';
import type { WalletCommand } from './wallet.commands.js';
import { walletDecider } from './wallet.decider.js';
import type { WalletEvent } from './wallet.events.js';
import type { WalletState } from './wallet.state.js';

const at = '2026-03-02T09:00:00.000Z';
const earned = (act: (money: ContractMoney) => void): readonly WalletEvent[] => {
  const money = released('600.00').clear();
  act(money);
  const { log } = money.world;
  return log.filter(({ stream }) => stream === walletStream('F')).map(({ type, data }) => ({ type, data }) as WalletEvent);
};
const submit: WalletCommand = { type: 'SubmitPayout', data: { payoutId: 'P', providerPayoutId: 'po' } };
const histories = [
  earned(() => undefined),
  earned((money) => money.payout('100.00')),
  earned((money) => {
    money.payout('100.00');
    money.world.send(walletStream('F'), submit);
  }),
  earned((money) => {
    money.payout('100.00');
    money.settlePayout();
  }),
  earned((money) => {
    money.payout('100.00');
    money.returnPayout();
  }),
];
const gate = { withdraw: 'open' as const, missing: [], restricted: [] };
const destination = { destinationId: 'd', method: 'bank', usableFrom: at, gate };
const commands: readonly WalletCommand[] = [
  { type: 'CreatePayout', data: { payoutId: 'P', amount: { amount: '10000', currency: 'USD' }, ...destination, at } },
  submit,
  { type: 'SettlePayout', data: { payoutId: 'P', at } },
  { type: 'ReturnPayout', data: { payoutId: 'P', reasonCode: 'account_closed' } },
];
const stateOf = ({ payouts }: WalletState): string => payouts.P?.status ?? '(none)';

describe('The transition table of payouts', () => {
  it('is well formed', () => expectTableWellFormed(payoutTransitions));
  it('agrees with the decider of the wallet', () =>
    expectTableAndDeciderAgree(
      payoutTransitions,
      walletDecider,
      { stateOf, illegal: 'PAYMENTS.HOLD_NOT_FOUND' },
      histories.flatMap((given) => commands.map((when) => ({ given, when }))),
    ));
});
