import { addMinutes, isBefore, minorOf, money, type Money } from '@guildhall/kernel';
import { fail } from '../gigs.errors.js';
import { demandStanding } from '../party/standing.js';
import policy from '../policies/gigs-v1.json' with { type: 'json' };
import { demandPrice, type TermsDraft } from '../pricing.js';
import type { GigCommandData } from './gig.commands.js';
import type { GigEvent, GigPackage } from './gig.events.js';
import type { GigDraft, GigState } from './gig.state.js';

/** What of a gig version is wanted. */
export type Choice = Readonly<{ tier: string; addOns: readonly string[]; units: number; currency: string }>;

const packageOf = ({ packages }: GigDraft, tier: string): GigPackage => {
  const wanted = packages.find((candidate) => candidate.tier === tier);
  if (!wanted) throw fail('GIGS.PRICING_INVALID', `This gig has no package ${tier}`);
  return wanted;
};

const addOnsOf = ({ addOns }: GigPackage, wanted: readonly string[]): GigPackage['addOns'] =>
  [...new Set(wanted)].map((addOnId) => {
    const addOn = addOns.find((candidate) => candidate.addOnId === addOnId);
    if (!addOn) throw fail('GIGS.PRICING_INVALID', `This package has no add-on ${addOnId}`);
    return addOn;
  });

/** What an order comes to, before the client fee: the package and its add-ons, times the units. */
export const priceOf = (gig: GigDraft, { tier, addOns, units, currency }: Choice): Money => {
  const inCurrency = (prices: readonly Money[]): bigint => {
    const price = prices.find((candidate) => candidate.currency === currency);
    if (!price) throw fail('GIGS.CURRENCY_UNKNOWN', `This package has no price in ${currency}`);
    return minorOf(price);
  };
  const wanted = packageOf(gig, tier);
  const extras = addOnsOf(wanted, addOns).reduce((sum, { prices }) => sum + inCurrency(prices), 0n);
  return money((inCurrency(wanted.prices) + extras) * BigInt(units), currency);
};

/** The draft of a contract that an order asks for: one deliverable, with the longest time that package and add-ons name. */
const termsOf = (gig: GigDraft, choice: Choice, price: Money): TermsDraft => {
  const wanted = packageOf(gig, choice.tier);
  const extraDays = addOnsOf(wanted, choice.addOns).reduce((days, { deliveryDays }) => days + deliveryDays, 0);
  return {
    roleId: gig.roleId,
    pricingModel: 'fixed',
    currency: choice.currency,
    price,
    milestones: [{ kind: 'deliverable', amount: price, dueInDays: wanted.deliveryDays + extraDays, criteriaIds: ['delivery'] }],
    revisions: wanted.revisions,
    autoApproval: { days: policy.autoApprovalDays },
  };
};

/** An order names one version and one quote; later versions never change it. */
export const decideOrder = (state: GigState, data: GigCommandData<'OrderPackage'>): readonly GigEvent[] => {
  const { orderId, gigVersion, tier, addOns, units, clientPartyId, quote, standing, at } = data;
  if (state.orders.includes(orderId)) return [];
  const { onSale, version, status } = state;
  if (status !== 'active' || !onSale || gigVersion !== version)
    throw fail('GIGS.VERSION_NOT_ON_SALE', `Version ${version} is ${status}`, { gigVersion: version, state: status });
  const { gigId, freelancerPartyId } = onSale;
  if (clientPartyId === freelancerPartyId) throw fail('GIGS.OWN_POST', 'Nobody orders from oneself');
  demandStanding(standing);
  const price = priceOf(onSale, data);
  demandPrice(price, at);
  const ofThese = quote?.clientPartyId === clientPartyId && quote.freelancerPartyId === freelancerPartyId;
  const ofThis = quote?.amount.amount === price.amount && quote.amount.currency === price.currency;
  if (!quote || !ofThese || !ofThis || !isBefore(at, quote.validUntil))
    throw fail('GIGS.QUOTE_EXPIRED', 'The quote is too old, or of other parties or another price: ask for a new one', { price });
  const order = { orderId, gigId, gigVersion, tier, addOns: [...new Set(addOns)], units, clientPartyId, freelancerPartyId };
  const bound = { quoteId: quote.quoteId, policyRefs: { fee: quote.policyVersion } };
  const payBy = addMinutes(at, policy.orderPayByMinutes);
  return [{ type: 'PackageOrdered', data: { ...order, termsDraft: termsOf(onSale, data, price), ...bound, payBy } }];
};
