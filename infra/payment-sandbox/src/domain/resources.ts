/** A payment instrument of a payer; `holderName` is the name the issuer has on record. */
export type Instrument = {
  readonly instrumentId: string;
  readonly partyId: string;
  readonly method: 'card' | 'bank_debit';
  readonly country: string;
  readonly holderName: string;
  readonly checkKind: 'micro_charge' | 'three_ds';
  readonly createdAt: string;
};

/** Where payouts of a party go. */
export type Destination = {
  readonly destinationId: string;
  readonly partyId: string;
  readonly method: string;
  readonly country: string;
  readonly createdAt: string;
};
