import type { DomainEvent, Instant, StorageContract } from '@guildhall/kernel';

export type MethodEvent =
  | DomainEvent<
      'InstrumentValidated',
      {
        partyId: string;
        instrumentId: string;
        method: string;
        country: string;
        checkKind: string;
        /** Name on the instrument: personal, encrypted. */
        holderName: string;
      }
    >
  | DomainEvent<'DefaultInstrumentChosen', { partyId: string; instrumentId: string }>
  | DomainEvent<
      'PayoutDestinationChanged',
      { partyId: string; destinationId: string; method: string; country: string; usableFrom: Instant; changedAt: Instant }
    >;

/** Stream `payments.method-<partyId>`. */
export const methodStorage = {
  category: 'payments.method',
  schemaVersions: { InstrumentValidated: 1, DefaultInstrumentChosen: 1, PayoutDestinationChanged: 1 },
  // Under legal hold like the invoices it pays: apart from the contact data of a person, whose party has the account's id.
  personal: { InstrumentValidated: { holderName: { subject: 'partyId', purpose: 'invoices' } } },
} as const satisfies StorageContract<MethodEvent>;
