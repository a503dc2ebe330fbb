import { ContractMoney, type Currency } from './contract-money.factory.js';
import { MoneyWorld } from './money-world.factory.js';

/** Contract K with one funded milestone M. */
export const funded = (amount: string, currency: Currency = 'USD'): ContractMoney =>
  new ContractMoney(new MoneyWorld(), 'K', currency).sign().fund({ M: amount });

/** Contract K with one milestone M, all of it released and credited. */
export const released = (amount: string): ContractMoney => {
  const money = funded(amount);
  money.release('M', amount);
  return settled(money);
};

/** Another contract of the same freelancer, released: it moves the lifetime of the relationship, or fills the wallet. */
export const alsoReleased = ({ world }: ContractMoney, contractId: string, amount: string, client = 'C'): ContractMoney => {
  const other = new ContractMoney(world, contractId, 'USD', client).sign().fund({ M: amount });
  other.release('M', amount);
  return settled(other);
};

/** Delivers all that is on its way. */
export const settled = (money: ContractMoney): ContractMoney => {
  money.world.settle();
  return money;
};

/** Why instructions were refused, in order. */
export const reasons = ({ world }: ContractMoney): readonly string[] =>
  world.all('InstructionRefused').map(({ reasonCode }) => reasonCode);
