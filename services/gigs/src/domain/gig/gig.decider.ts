import {
  addMinutes,
  allowedIn,
  isBefore,
  minorOf,
  money,
  type Command,
  type Decider,
  type EventData,
  type Instant,
  type Money,
} from '@guildhall/kernel';
import { fail } from '../gigs.errors.js';
import policy from '../policies/gigs-v1.json' with { type: 'json' };
import { demandPrice, type TermsDraft } from '../pricing.js';
import type { ScanVerdict } from '../scan/scan.js';
import type { GigEvent, GigPackage } from './gig.events.js';
import { gigTransitions } from './gig.transitions.js';

type Draft = EventData<GigEvent, 'GigDrafted'>;

export type OrderPackage = Command<
  'OrderPackage',
  {
    orderId: string;
    gigVersion: number;
    tier: string;
    addOns: readonly string[];
    units: number;
    currency: string;
    clientPartyId: string;
    quote: Readonly<{ quoteId: string; amount: Money; validUntil: Instant }>;
    policyRefs: Readonly<Record<string, string>>;
    at: Instant;
  }
>;

export type GigCommand =
  | Command<'DraftGig', Draft & { at: Instant }>
  /** `getPaid`: the capability as gigs heard it; only a closed one refuses. */
  | Command<'SubmitGig', { scan: ScanVerdict; getPaid: 'open' | 'closed'; missing: readonly string[]; at: Instant }>
  | Command<'ReleasePost', { by: string }>
  | Command<'DenyPost', { by: string; ruleId: string; reasonCode: string }>
  | Command<'PauseGig', { by: 'freelancer' | 'timer' | 'restriction'; reasonCode: string }>
  | Command<'ResumeGig', { by: 'freelancer' | 'restriction' }>
  | Command<'ArchiveGig', object>
  | OrderPackage;

export type GigStatus = '(none)' | 'draft' | 'in_review' | 'denied' | 'active' | 'paused' | 'archived';
export type GigState = Readonly<{
  status: GigStatus;
  draft: Draft | null;
  /** A draft that lies in review while the version before it stays on sale. */
  inReview: 'no' | 'yes';
  version: number;
  onSale: Draft | null;
  pausedBy: string;
  orders: readonly string[];
}>;

const noGig: GigState = { status: '(none)', draft: null, inReview: 'no', version: 0, onSale: null, pausedBy: '', orders: [] };

const illegal = (state: GigState, command: string) =>
  fail('GIGS.ILLEGAL_TRANSITION', `${command} is not possible while this gig is ${state.status}`, {
    allowed: allowedIn(gigTransitions, state.status as never),
  });

const published = (draft: Draft, gigVersion: number): GigEvent => {
  const { gigId, freelancerPartyId, categoryId, roleId, packages } = draft;
  const prices = packages.flatMap(({ tier, prices: tierPrices, addOns }) => [
    ...tierPrices.map((price) => ({ tier, price })),
    ...addOns.flatMap(({ addOnId, prices: addOnPrices }) => addOnPrices.map((price) => ({ tier, addOnId, price }))),
  ]);
  const told = packages.map(({ tier, unit, unitsIncluded, revisions, deliveryDays, addOns }) => ({
    tier, unit, unitsIncluded, revisions, deliveryDays, addOns: addOns.map(({ addOnId, deliveryDays: days }) => ({ addOnId, deliveryDays: days })),
  })); // prettier-ignore
  return {
    type: 'GigPublished',
    data: { gigId, gigVersion, freelancerPartyId, categoryId, roleId, pricingModel: 'fixed', packages: told, prices },
  };
};

/** Every package has a price in each currency of the gig, and so has each of its add-ons. */
const demandComplete = ({ packages }: Draft, at: Instant): void => {
  if (packages.length === 0) throw fail('GIGS.PRICING_INVALID', 'A gig has at least one package');
  if (packages.length > policy.packagesMax) throw fail('GIGS.TOO_MANY_PACKAGES', `At most ${policy.packagesMax} packages`);
  const currencies = (prices: readonly Money[]): string => [...new Set(prices.map(({ currency }) => currency))].sort().join(' ');
  const first = currencies(packages[0]?.prices ?? []);
  for (const { prices, addOns } of packages) {
    for (const price of prices) demandPrice(price, at);
    const lists = [prices, ...addOns.map((addOn) => addOn.prices)];
    if (first === '' || lists.some((list) => currencies(list) !== first || list.length !== first.split(' ').length)) {
      throw fail('GIGS.PRICING_INVALID', 'Every package and add-on has one price in each currency of the gig');
    }
  }
};

/** What an order comes to, before the client fee. */
export const priceOf = (wanted: GigPackage, addOns: readonly string[], units: number, currency: string): Money => {
  const inCurrency = (prices: readonly Money[]): bigint => {
    const price = prices.find((candidate) => candidate.currency === currency);
    if (!price) throw fail('GIGS.CURRENCY_UNKNOWN', `This package has no price in ${currency}`);
    return minorOf(price);
  };
  const extras = addOns.map((addOnId) => {
    const addOn = wanted.addOns.find((candidate) => candidate.addOnId === addOnId);
    if (!addOn) throw fail('GIGS.PRICING_INVALID', `This package has no add-on ${addOnId}`);
    return inCurrency(addOn.prices);
  });
  return money((inCurrency(wanted.prices) + extras.reduce((sum, extra) => sum + extra, 0n)) * BigInt(units), currency);
};

const decideOrder = (state: GigState, { data }: OrderPackage): readonly GigEvent[] => {
  if (state.orders.includes(data.orderId)) return [];
  const { onSale, version } = state;
  if (state.status !== 'active' || !onSale || data.gigVersion !== version)
    throw fail('GIGS.VERSION_NOT_ON_SALE', `Version ${version} is ${state.status}`, { gigVersion: version });
  if (data.clientPartyId === onSale.freelancerPartyId) throw fail('GIGS.OWN_POST', 'Nobody orders from oneself');
  const wanted = onSale.packages.find(({ tier }) => tier === data.tier);
  if (!wanted) throw fail('GIGS.PRICING_INVALID', `This gig has no package ${data.tier}`);
  const price = priceOf(wanted, data.addOns, data.units, data.currency);
  const { quote } = data;
  if (!isBefore(data.at, quote.validUntil) || quote.amount.amount !== price.amount || quote.amount.currency !== price.currency) {
    throw fail('GIGS.QUOTE_EXPIRED', 'The quote is too old or of another price: ask for a new one');
  }
  const extraDays = data.addOns.reduce(
    (days, addOnId) => days + (wanted.addOns.find((addOn) => addOn.addOnId === addOnId)?.deliveryDays ?? 0),
    0,
  );
  const termsDraft: TermsDraft = {
    roleId: onSale.roleId,
    pricingModel: 'fixed',
    currency: data.currency,
    price,
    milestones: [{ kind: 'deliverable', amount: price, dueInDays: wanted.deliveryDays + extraDays, criteriaIds: ['delivery'] }],
    revisions: wanted.revisions,
    autoApproval: { days: policy.autoApprovalDays },
  };
  const { orderId, gigVersion, tier, addOns, units, clientPartyId, policyRefs, at } = data;
  const order = {
    orderId,
    gigId: onSale.gigId,
    gigVersion,
    tier,
    addOns,
    units,
    clientPartyId,
    freelancerPartyId: onSale.freelancerPartyId,
    termsDraft,
  };
  return [
    {
      type: 'PackageOrdered',
      data: { ...order, quoteId: quote.quoteId, policyRefs, payBy: addMinutes(at, policy.orderPayByMinutes) },
    },
  ];
};

/** A freelancer's standing service; a published version never changes, and an order names one. */
export const gigDecider: Decider<GigCommand, GigEvent, GigState> = {
  initialState: () => noGig,
  decide(command, state) {
    const { status, draft, onSale, version } = state;
    switch (command.type) {
      case 'DraftGig': {
        if (status === 'in_review' || state.inReview === 'yes')
          throw fail('GIGS.POST_HELD', 'A version of this gig is in review');
        if (status === 'archived') throw illegal(state, command.type);
        const { at, ...drafted } = command.data;
        demandComplete(drafted, at);
        return [{ type: 'GigDrafted', data: drafted }];
      }
      case 'SubmitGig': {
        if (status === 'in_review' || state.inReview === 'yes')
          throw fail('GIGS.POST_HELD', 'A version of this gig is in review');
        if (!draft || status === 'denied' || status === 'archived') throw illegal(state, command.type);
        const { scan, getPaid, missing } = command.data;
        if (getPaid === 'closed')
          throw fail('GIGS.CAPABILITY_MISSING', 'The capability get_paid is closed', { missing: ['get_paid', ...missing] });
        if (scan.clean === 'yes') return [published(draft, version + 1)];
        return [{ type: 'GigSubmitted', data: { gigId: draft.gigId, ruleId: scan.ruleId, reasonCode: scan.reasonCode } }];
      }
      case 'ReleasePost':
        if (!draft || (status !== 'in_review' && state.inReview === 'no')) throw illegal(state, command.type);
        return [published(draft, version + 1)];
      case 'DenyPost':
        if (!draft || (status !== 'in_review' && state.inReview === 'no')) throw illegal(state, command.type);
        return [
          {
            type: 'PostDenied',
            data: { postKind: 'gig', postId: draft.gigId, partyId: draft.freelancerPartyId, ...command.data },
          },
        ];
      case 'PauseGig':
        if (status === 'paused') return [];
        if (status !== 'active' || !onSale) throw illegal(state, command.type);
        return [{ type: 'GigPaused', data: { gigId: onSale.gigId, ...command.data } }];
      case 'ResumeGig':
        if (status !== 'paused' || !onSale || state.pausedBy !== command.data.by) throw illegal(state, command.type);
        return [published(onSale, version)];
      case 'ArchiveGig':
        if (status === 'archived') return [];
        if ((status !== 'active' && status !== 'paused') || !onSale) throw illegal(state, command.type);
        return [{ type: 'GigArchived', data: { gigId: onSale.gigId } }];
      case 'OrderPackage':
        return decideOrder(state, command);
    }
  },
  evolve(state, { type, data }) {
    switch (type) {
      case 'GigDrafted':
        return { ...state, draft: data, status: state.version > 0 ? state.status : 'draft' };
      case 'GigSubmitted':
        return state.version > 0 ? { ...state, inReview: 'yes' } : { ...state, status: 'in_review' };
      case 'GigPublished':
        return {
          ...state,
          status: 'active',
          inReview: 'no',
          version: data.gigVersion,
          onSale: data.gigVersion > state.version ? state.draft : state.onSale,
          pausedBy: '',
        };
      case 'PostDenied':
        return state.version > 0 ? { ...state, inReview: 'no' } : { ...state, status: 'denied' };
      case 'GigPaused':
        return { ...state, status: 'paused', pausedBy: data.by };
      case 'GigArchived':
        return { ...state, status: 'archived' };
      case 'PackageOrdered':
        return { ...state, orders: [...state.orders, data.orderId] };
    }
  },
};
