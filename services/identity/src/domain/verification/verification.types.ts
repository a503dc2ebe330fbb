/** What a party may do once nothing is due for it. */
export const CAPABILITIES = ['hire', 'get_paid', 'withdraw', 'arbitrate'] as const;
export type Capability = (typeof CAPABILITIES)[number];

export const PARTY_KINDS = ['person', 'organisation'] as const;
export type PartyKind = (typeof PARTY_KINDS)[number];

/** Everything that a requirement may ask for. Two items are not shown by the party: payments tells that they are there. */
export const ITEMS = [
  'legal_name',
  'date_of_birth',
  'address',
  'id_document',
  'tax_form',
  'registration_number',
  'beneficial_owner',
  'vat_id',
  'arbitration_training',
  'billing_method',
  'payout_destination',
] as const;
export type Item = (typeof ITEMS)[number];

/** Volume thresholds that payments counts and tells by id. */
export const THRESHOLDS = ['kyc-1', 'kyc-2', 'kyc-3'] as const;
export type Threshold = (typeof THRESHOLDS)[number];

export const LEVELS = ['kyc-0', ...THRESHOLDS] as const;
export type Level = (typeof LEVELS)[number];

/** Gross earned or spent: which capabilities a volume concerns. */
export type Direction = 'earned' | 'spent';

export const DISABLED_REASONS = [
  'requirements.past_due',
  'requirements.pending_verification',
  'under_review',
  'platform_paused',
  'listed',
  'rejected.fraud',
  'rejected.terms_of_service',
  'rejected.other',
] as const;
export type DisabledReason = (typeof DISABLED_REASONS)[number];

export type ItemError = Readonly<{ item: string; code: string }>;
