import { errorFactory } from '@guildhall/kernel';

/** Every code of contracts with its kind (contracts.md, Errors); feeds OpenAPI. */
export const contractErrors = {
  'CONTRACTS.MILESTONE_NOT_FUNDED': 'conflict',
  'CONTRACTS.ILLEGAL_TRANSITION': 'conflict',
  'CONTRACTS.NOT_A_PARTY': 'not-found',
  'CONTRACTS.ACTOR_NOT_ALLOWED': 'forbidden',
  'CONTRACTS.TERMS_HASH_MISMATCH': 'conflict',
  'CONTRACTS.TERMS_INCOMPLETE': 'invalid',
  'CONTRACTS.TERMS_LOCKED': 'conflict',
  'CONTRACTS.PRICING_INVALID': 'invalid',
  'CONTRACTS.OFFER_EXPIRED': 'conflict',
  'CONTRACTS.VERSION_NOT_LATEST': 'conflict',
  'CONTRACTS.HASH_MISMATCH': 'invalid',
  'CONTRACTS.REVISIONS_EXHAUSTED': 'conflict',
  'CONTRACTS.CRITERIA_UNKNOWN': 'invalid',
  'CONTRACTS.MILESTONE_DISPUTED': 'conflict',
  'CONTRACTS.AMOUNT_EXCEEDS_HELD': 'conflict',
  'CONTRACTS.REFUND_WINDOW_CLOSED': 'conflict',
  'CONTRACTS.NOT_YET_CANCELLABLE': 'conflict',
  'CONTRACTS.SPLIT_DOES_NOT_SUM': 'invalid',
  'CONTRACTS.INSTRUCTION_NOT_REFUSED': 'conflict',
  'CONTRACTS.CAPABILITY_MISSING': 'forbidden',
  'CONTRACTS.SUSPENDED': 'conflict',
  'CONTRACTS.SELF_DEALING': 'forbidden',
  'CONTRACTS.STEP_UP_REQUIRED': 'unauthenticated',
} as const;

export const fail = errorFactory(contractErrors);
