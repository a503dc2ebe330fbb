import policy from '../policies/score-v1.json' with { type: 'json' };
import { fail } from '../reputation.errors.js';
import type { Side } from '../score/evidence.js';
import type { Rating } from './reviews.events.js';

/** What one side says of the other. The private note is for its author and outside of the commit. */
export type Review = Readonly<{ dimensions: readonly Rating[]; text: string; privateNote: string }>;

export const otherSide = (side: Side): Side => (side === 'client' ? 'freelancer' : 'client');

/** The dimensions that this side rates: those of the other. */
export const dimensionsRatedBy = (side: Side): readonly string[] => policy.dimensions[otherSide(side)];

/** The ratings are complete and each from 1 to 5; judged before sealing, since nobody can look later. */
export const demandComplete = (side: Side, dimensions: readonly Rating[]): void => {
  const wanted = dimensionsRatedBy(side);
  const given = dimensions.map(({ name }) => name);
  const missing = wanted.filter((name) => !given.includes(name));
  if (missing.length > 0 || given.length !== wanted.length)
    throw fail('REPUTATION.DIMENSION_MISSING', 'Every dimension is rated once', { missing, dimensions: wanted });
  if (dimensions.some(({ rating }) => !Number.isInteger(rating) || rating < 1 || rating > 5))
    throw fail('REPUTATION.RATING_RANGE', 'A rating is a whole number from 1 to 5');
};

/** E-mail addresses, links, messenger links and international telephone numbers; order and article numbers stay allowed. */
const CONTACT = [
  /[^\s@]+@[^\s@]+\.[a-z]{2,}/i,
  /\b(?:https?:\/\/|www\.)\S+/i,
  /\b(?:t\.me|wa\.me|telegram\.me|skype:)\S*/i,
  /(?:\+|\b00)[1-9]\d{0,2}(?:[ ()./-]*\d){7,12}\b/,
];

/** Everybody reads a review: ways to get around the platform have no place in it. */
export const demandNoContactData = (text: string): void => {
  if (CONTACT.some((pattern) => pattern.test(text)))
    throw fail('REPUTATION.CONTACT_DATA', 'A review holds no addresses, links or telephone numbers');
};

/** The bytes that the commit is made of, before the salt: a JSON array with the dimensions in the policy's order. */
export const canonicalReview = (
  contractId: string,
  side: Side,
  { dimensions, text }: Pick<Review, 'dimensions' | 'text'>,
): string => {
  const rated = dimensionsRatedBy(side).map((name) => [name, dimensions.find((one) => one.name === name)?.rating]);
  return JSON.stringify([contractId, side, rated, text]);
};
