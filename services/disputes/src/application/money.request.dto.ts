import type { Money } from '@guildhall/kernel';
import { Matches } from 'class-validator';

/** Money as it comes in: minor units as an integer string, never negative. */
export class MoneyRequest implements Money {
  @Matches(/^(0|[1-9][0-9]{0,17})$/)
  readonly amount!: string;

  @Matches(/^[A-Z]{3}$/)
  readonly currency!: string;
}

/** The fields of money only, as a plain object. */
export const moneyOf = ({ amount, currency }: MoneyRequest): Money => ({ amount, currency });
