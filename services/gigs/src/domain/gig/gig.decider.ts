import { allowedIn, type Decider, type Instant, type Money } from '@guildhall/kernel';
import { fail } from '../gigs.errors.js';
import { demandStanding } from '../party/standing.js';
import policy from '../policies/gigs-v1.json' with { type: 'json' };
import { demandPrice } from '../pricing.js';
import { decideOrder } from './decide-order.js';
import type { GigCommand, GigCommandData } from './gig.commands.js';
import type { GigEvent } from './gig.events.js';
import { evolveGig, liesInReview, noGig, type GigDraft, type GigState } from './gig.state.js';
import { gigTransitions } from './gig.transitions.js';

type Decided = readonly GigEvent[];

const illegal = (state: GigState, command: string) =>
  fail('GIGS.ILLEGAL_TRANSITION', `${command} is not possible while this gig is ${state.status}`, {
    allowed: allowedIn<string>(gigTransitions, state.status),
  });

const published = (draft: GigDraft, gigVersion: number): GigEvent => {
  const { gigId, freelancerPartyId, categoryId, roleId, packages } = draft;
  const prices = packages.flatMap(({ tier, prices: tierPrices, addOns }) => [
    ...tierPrices.map((price) => ({ tier, price })),
    ...addOns.flatMap(({ addOnId, prices: addOnPrices }) => addOnPrices.map((price) => ({ tier, addOnId, price }))),
  ]);
  const told = packages.map(({ tier, unit, unitsIncluded, revisions, deliveryDays, addOns }) => {
    const days = addOns.map((addOn) => ({ addOnId: addOn.addOnId, deliveryDays: addOn.deliveryDays }));
    return { tier, unit, unitsIncluded, revisions, deliveryDays, addOns: days };
  });
  const place = { gigId, gigVersion, freelancerPartyId, categoryId, roleId };
  return { type: 'GigPublished', data: { ...place, pricingModel: 'fixed', packages: told, prices } };
};

const repeated = (words: readonly string[]): boolean => new Set(words).size !== words.length;

/** Every package has a price in each currency of the gig, and so has each of its add-ons. */
const demandComplete = ({ packages }: Pick<GigDraft, 'packages'>, at: Instant): void => {
  if (packages.length === 0) throw fail('GIGS.PRICING_INVALID', 'A gig has at least one package');
  if (packages.length > policy.packagesMax) throw fail('GIGS.TOO_MANY_PACKAGES', `At most ${policy.packagesMax} packages`);
  if (repeated(packages.map(({ tier }) => tier)) || packages.some(({ addOns }) => repeated(addOns.map(({ addOnId }) => addOnId))))
    throw fail('GIGS.PRICING_INVALID', 'No tier and no add-on of a tier is named twice');
  const currencies = (prices: readonly Money[]): string => [...prices.map(({ currency }) => currency)].sort().join(' ');
  const first = currencies(packages[0]?.prices ?? []);
  if (first === '' || repeated(first.split(' '))) throw fail('GIGS.PRICING_INVALID', 'One price a currency, in at least one');
  for (const { prices, addOns } of packages) {
    for (const price of [...prices, ...addOns.flatMap((addOn) => addOn.prices)]) demandPrice(price, at);
    if ([prices, ...addOns.map((addOn) => addOn.prices)].some((list) => currencies(list) !== first))
      throw fail('GIGS.PRICING_INVALID', 'Every package and add-on has one price in each currency of the gig');
  }
};

const decideDraft = (state: GigState, { at, ...drafted }: GigCommandData<'DraftGig'>): Decided => {
  if (liesInReview(state)) throw fail('GIGS.POST_HELD', 'A version of this gig is in review');
  if (state.status === 'archived') throw illegal(state, 'DraftGig');
  demandComplete(drafted, at);
  return [{ type: 'GigDrafted', data: { ...drafted, draftVersion: state.version + 1 } }];
};

const decideSubmit = (state: GigState, { scan, standing }: GigCommandData<'SubmitGig'>): Decided => {
  const { draft, status, version } = state;
  if (liesInReview(state)) throw fail('GIGS.POST_HELD', 'A version of this gig is in review');
  if (!draft || status === 'denied' || status === 'archived') throw illegal(state, 'SubmitGig');
  demandStanding(standing);
  if (scan.clean === 'yes') return [published(draft, version + 1)];
  const { gigId, freelancerPartyId: partyId } = draft;
  const { ruleId, reasonCode } = scan;
  return [{ type: 'GigSubmitted', data: { gigId, gigVersion: version + 1, partyId, ruleId, reasonCode } }];
};

const decideReview = (state: GigState, decision: 'release' | 'deny', data: GigCommandData<'DenyPost'>): Decided => {
  const { draft, version } = state;
  if (!draft || !liesInReview(state)) throw illegal(state, decision === 'release' ? 'ReleasePost' : 'DenyPost');
  const post = { postKind: 'gig', postId: draft.gigId, partyId: draft.freelancerPartyId } as const;
  const reviewed: GigEvent = { type: 'PostReviewed', data: { ...post, decision, ...data } };
  if (decision === 'release') return [reviewed, published(draft, version + 1)];
  const { by, ruleId } = data;
  const stillOnSale = version > 0 ? 'yes' : 'no';
  return [reviewed, { type: 'PostDenied', data: { ...post, ruleId, reasonCode: 'denied_on_review', by, stillOnSale } }];
};

/** A freelancer's standing service; a published version never changes, and an order names one. */
export const gigDecider: Decider<GigCommand, GigEvent, GigState> = {
  initialState: () => noGig,
  decide(command, state) {
    const { status, onSale, version, pausedBy } = state;
    switch (command.type) {
      case 'DraftGig':
        return decideDraft(state, command.data);
      case 'SubmitGig':
        return decideSubmit(state, command.data);
      case 'ReleasePost':
        return decideReview(state, 'release', command.data);
      case 'DenyPost':
        return decideReview(state, 'deny', command.data);
      case 'PauseGig': {
        const { by } = command.data;
        if (status === 'paused' || (status !== 'active' && by === 'restriction')) return [];
        if (status !== 'active') throw illegal(state, command.type);
        return [{ type: 'GigPaused', data: command.data }];
      }
      case 'ResumeGig': {
        const { by, standing } = command.data;
        if (by === 'restriction' && (status !== 'paused' || pausedBy !== by)) return [];
        if (status !== 'paused' || !onSale || pausedBy !== by) throw illegal(state, command.type);
        if (by === 'freelancer') demandStanding(standing);
        return [published(onSale, version)];
      }
      case 'ArchiveGig': {
        const { gigId, by } = command.data;
        if (status === 'archived') return [];
        if (onSale && (status === 'active' || status === 'paused'))
          return [{ type: 'GigArchived', data: { gigId, freelancerPartyId: onSale.freelancerPartyId } }];
        if (by === 'system') return [];
        throw illegal(state, command.type);
      }
      case 'OrderPackage':
        return decideOrder(state, command.data);
    }
  },
  evolve: evolveGig,
};
