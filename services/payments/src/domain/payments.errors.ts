import { errorFactory } from '@guildhall/kernel';

/** Every code of payments with its kind (payments.md, Errors); feeds OpenAPI. */
export const paymentErrors = {
  'PAYMENTS.AMOUNT_INVALID': 'malformed',
  'PAYMENTS.ILLEGAL_TRANSITION': 'conflict',
  'PAYMENTS.CURRENCY_MISMATCH': 'conflict',
  'PAYMENTS.CURRENCY_RETIRED': 'conflict',
  'PAYMENTS.INSUFFICIENT_AVAILABLE': 'conflict',
  'PAYMENTS.HOLD_NOT_FOUND': 'not-found',
  'PAYMENTS.HOLD_ALREADY_RESOLVED': 'conflict',
  'PAYMENTS.AMOUNT_FROZEN': 'conflict',
  'PAYMENTS.EXCEEDS_HELD': 'conflict',
  'PAYMENTS.REVERSAL_EXCEEDS_ORIGINAL': 'conflict',
  'PAYMENTS.REFUND_WINDOW_CLOSED': 'conflict',
  'PAYMENTS.CAPABILITY_MISSING': 'forbidden',
  'PAYMENTS.DESTINATION_COOLING_DOWN': 'conflict',
  'PAYMENTS.STEP_UP_REQUIRED': 'unauthenticated',
  'PAYMENTS.INSTRUMENT_REFUSED': 'invalid',
  'PAYMENTS.QUOTE_EXPIRED': 'conflict',
  'PAYMENTS.FOUR_EYES_REQUIRED': 'forbidden',
  'PAYMENTS.PROVIDER_PAYLOAD_INVALID': 'malformed',
} as const;

export const fail = errorFactory(paymentErrors);
