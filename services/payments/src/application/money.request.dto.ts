import type { Money } from '@guildhall/kernel';
import { IsString, Matches, MaxLength } from 'class-validator';
import { fail } from '../domain/payments.errors.js';

/** Money in a request; what is no positive integer of minor units is answered with the domain's own code. */
export class MoneyRequest {
  /** Minor units, e.g. "63000" for 630.00 USD. */
  @IsString()
  @MaxLength(40)
  readonly amount!: string;

  @Matches(/^[A-Z]{3}$/)
  readonly currency!: string;
}

/** The amount of a request; throws `PAYMENTS.AMOUNT_INVALID`. */
export const moneyOf = ({ amount, currency }: MoneyRequest): Money => {
  if (!/^[1-9][0-9]{0,17}$/.test(amount))
    throw fail('PAYMENTS.AMOUNT_INVALID', 'An amount is an integer of minor units above zero, as text');
  return { amount, currency };
};
