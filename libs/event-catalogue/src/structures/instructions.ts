import { oneOf } from '../schema/fields.js';

/** Money instructions that payments answers. */
export const instructionKind = oneOf('release', 'refund', 'split', 'funding');

/** Why payments booked nothing (payments.md, Facts told). */
export const refusalReason = oneOf(
  'chargeback_open',
  'frozen',
  'exceeds_held',
  'currency_mismatch',
  'payee_unknown',
  'contract_completing',
  'refund_window_closed',
  'reversal_exceeds',
);

/** Which money a refund gives back. */
export const refundSource = oneOf('held', 'released');
