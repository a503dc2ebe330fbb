import type { GigDocument, GigVersionDocument } from '../../projections/gigs/gigs.projection.js';
import type { PartyDocument } from '../../projections/parties/parties.projection.js';
import type { PriceList } from '../quotes/tariff.js';

/** What the page shows of the freelancer: never a name, always with n. */
export const freelancerView = (partyId: string, party: PartyDocument | null, roleId: string) => {
  const score = party?.scores.find((candidate) => candidate.roleId === roleId);
  const rated = party && party.reviews > 0 ? { mean: party.reviewSum / party.reviews } : {};
  return {
    partyId,
    verified: party?.verified ?? false,
    ...(score && { score: { headline: score.headline, n: score.n, clients: score.clients, asOf: score.asOf } }),
    reviews: { count: party?.reviews ?? 0, ...rated, latest: party?.latestReviews ?? [] },
  };
};

const packagesOf = ({ packages }: GigVersionDocument, prices: PriceList) =>
  packages.map((offer) => ({
    ...offer,
    prices: offer.prices.map((price) => ({ ...price, ...prices.clientTotal(price) })),
    addOns: offer.addOns.map((addOn) => ({
      ...addOn,
      prices: addOn.prices.map((price) => ({ ...price, ...prices.clientTotal(price) })),
    })),
  }));

/** schema.org Service with one Offer a tier and currency (schema.org/Service, schema.org/Offer). */
const structuredData = ({ title, description, categoryId, packages }: GigVersionDocument) => ({
  '@context': 'https://schema.org',
  '@type': 'Service',
  name: title,
  description,
  category: categoryId,
  offers: packages.flatMap(({ tier, prices }) =>
    prices.map(({ amount, currency }) => ({ '@type': 'Offer', name: tier, priceCurrency: currency, priceInMinorUnits: amount })),
  ),
});

/** The public page of a gig; null where there is nothing to see: never published, withdrawn, or hidden by a restriction. */
export const gigPage = (gig: GigDocument, party: PartyDocument | null, prices: PriceList) => {
  const { gigId, gigVersion, state, pausedBy, onSale, freelancerPartyId, publishedAt } = gig;
  if (!onSale || state === 'archived' || pausedBy === 'restriction') return null;
  const { otherSkills, packages: _, ...content } = onSale;
  return {
    gigId,
    gigVersion,
    state,
    publishedAt,
    freelancerPartyId,
    ...content,
    freeTextSkills: otherSkills,
    packages: packagesOf(onSale, prices),
    freelancer: freelancerView(freelancerPartyId, party, onSale.roleId),
    structuredData: structuredData(onSale),
  };
};
export type GigPage = NonNullable<ReturnType<typeof gigPage>>;
