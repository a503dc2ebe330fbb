import { CLOCK, type Clock, type Money } from '@guildhall/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { costOf, type Cost } from '../../domain/quote/fees.js';
import { FEE_REFERENCE, findRules, type FeePolicies } from '../../domain/reference/fee-policies.js';
import { GigsAggregates } from '../gigs-aggregates.js';

/** Shows what prices come to under the fee policy in force; nothing is bound by it. */
@Injectable()
export class Tariff {
  constructor(
    private readonly aggregates: GigsAggregates,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async now(): Promise<PriceList> {
    const { state } = await this.aggregates.feePolicies.load(FEE_REFERENCE);
    return new PriceList(state, this.clock.now().toISOString());
  }
}

/** The fee policies at one instant. */
export class PriceList {
  constructor(
    private readonly policies: FeePolicies,
    private readonly at: string,
  ) {}

  /** Cost of one deliverable for a relationship of so much gross; null where the currency cannot be contracted. */
  costOf({ amount, currency }: Money, relationshipTotal = '0'): Cost | null {
    const rules = findRules(this.policies, currency, this.at);
    return rules && costOf(rules, [{ kind: 'deliverable', amount }], BigInt(relationshipTotal), currency);
  }

  /** What the client pays for a price; absent where that is not known. */
  clientTotal(price: Money): Readonly<{ clientTotal?: Money }> {
    const cost = this.costOf(price);
    return cost ? { clientTotal: cost.clientTotal } : {};
  }
}
