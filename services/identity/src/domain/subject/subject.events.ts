import type { DomainEvent, Instant, StorageContract } from '@guildhall/kernel';

/** `pseudonymId`: random, follows from nothing: what may stand in the person's place. Times are business time. */
type Forgetting = { subjectId: string; pseudonymId: string; requestedAt: Instant };

export type SubjectEvent =
  | DomainEvent<
      'ErasureRequested',
      Forgetting & {
        /** A person's own party has the id of the account; organisations are parties of their own and stay. */
        partyId: string;
        /** The account itself, or an operator. */
        requestedBy: string;
        /** Personal: the operator's words; empty where the account asked. */
        reason: string;
      }
    >
  /** The keys are destroyed. `legalHoldUntil`: when those of the held purposes follow; null: they are destroyed as well. */
  | DomainEvent<'SubjectForgotten', Forgetting & { legalHoldUntil: Instant | null; policyVersion: string; forgottenAt: Instant }>
  /** The hold is over: no key of this person is left. */
  | DomainEvent<'HeldKeysDestroyed', Forgetting & { destroyedAt: Instant }>;

/** Stream `identity.subject-<accountId>`: the erasure of a person. */
export const subjectStorage = {
  category: 'identity.subject',
  schemaVersions: { ErasureRequested: 1, SubjectForgotten: 1, HeldKeysDestroyed: 1 },
  personal: { ErasureRequested: { reason: { subject: 'requestedBy', purpose: 'content' } } },
} as const satisfies StorageContract<SubjectEvent>;
