import type { Command, Decider, DomainEvent, StorageContract } from '@guildhall/kernel';

export type NumbersEvent = DomainEvent<'NumberTaken', { number: string; documentId: string; sequence: number }>;
export type NumbersCommand = Command<'TakeNumber', { issuer: string; year: number; documentId: string }>;
export type NumbersState = Readonly<{ last: number; documents: Readonly<Record<string, string>> }>;

/** Stream `payments.numbers-<issuer>-<year>`: document numbers without gap; a document has one number. */
export const numbersStorage = {
  category: 'payments.numbers',
  schemaVersions: { NumberTaken: 1 },
} as const satisfies StorageContract<NumbersEvent>;

export const numbersDecider: Decider<NumbersCommand, NumbersEvent, NumbersState> = {
  initialState: () => ({ last: 0, documents: {} }),
  decide({ data: { issuer, year, documentId } }, { last, documents }) {
    if (documents[documentId] !== undefined) return [];
    const sequence = last + 1;
    return [
      {
        type: 'NumberTaken',
        data: { number: `${issuer.toUpperCase()}-${year}-${String(sequence).padStart(6, '0')}`, documentId, sequence },
      },
    ];
  },
  evolve: ({ documents }, { data }) => ({ last: data.sequence, documents: { ...documents, [data.documentId]: data.number } }),
};
