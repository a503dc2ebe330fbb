import type { Money } from '@guildhall/kernel';
import { compareMoney } from '@guildhall/kernel';
import { categoryPath, placeWordsOf, skillWordsOf } from '../../domain/catalogue/catalogue.js';
import type { GigDraft } from '../../domain/gig/gig.state.js';
import type { SearchDocument } from './search-index.port.js';

const cheapest = (prices: readonly Money[]): Money => prices.reduce((one, other) => (compareMoney(other, one) < 0 ? other : one));

/** A gig version as search keeps it. */
export const searchDocumentOf = (gig: GigDraft, gigVersion: number): SearchDocument => {
  const { gigId, freelancerPartyId, roleId, categoryId, title, description, skills, otherSkills, languages, packages } = gig;
  const prices = packages.flatMap((offer) => offer.prices);
  const currencies = [...new Set(prices.map(({ currency }) => currency))];
  return {
    gigId,
    gigVersion,
    freelancerPartyId,
    roleId,
    categoryIds: categoryPath(categoryId),
    title,
    description,
    skills,
    skillWords: [...skillWordsOf(skills), ...otherSkills],
    placeWords: placeWordsOf(roleId, categoryId),
    languages,
    fromPrices: currencies.map((currency) => cheapest(prices.filter((price) => price.currency === currency))),
  };
};
