import { errorFactory } from '@guildhall/kernel';

/** Every code of gigs with its kind (gigs.md, Errors); feeds OpenAPI. */
export const gigErrors = {
  'GIGS.ILLEGAL_TRANSITION': 'conflict',
  'GIGS.CLAUSE_UNKNOWN': 'invalid',
  'GIGS.VERSION_NOT_ON_SALE': 'conflict',
  'GIGS.TOO_MANY_PACKAGES': 'invalid',
  'GIGS.PRICING_INVALID': 'invalid',
  'GIGS.CURRENCY_UNKNOWN': 'invalid',
  'GIGS.AMOUNT_DIGITS': 'invalid',
  'GIGS.QUOTE_EXPIRED': 'conflict',
  'GIGS.CAPABILITY_MISSING': 'forbidden',
  'GIGS.BRIEF_CLOSED': 'conflict',
  'GIGS.ALREADY_PROPOSED': 'conflict',
  'GIGS.PROPOSAL_LIMIT': 'limited',
  'GIGS.AWARD_TAKEN': 'conflict',
  'GIGS.OWN_POST': 'forbidden',
  'GIGS.POST_HELD': 'conflict',
  'GIGS.OFF_PLATFORM_CONTACT': 'invalid',
  'GIGS.SKILL_UNKNOWN': 'invalid',
  'GIGS.CURSOR_INVALID': 'malformed',
} as const;

export const fail = errorFactory(gigErrors);
