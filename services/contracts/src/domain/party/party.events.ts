import type { DomainEvent, Instant, Money, StorageContract } from '@guildhall/kernel';

export type Capability = 'hire' | 'get_paid' | 'withdraw' | 'arbitrate';
/** A restriction that stops contracts of the party, but for the parts it carves out. */
export type Stop = Readonly<{ restrictionId: string; carveOut: readonly string[] }>;

/** What contracts heard of a party, and which of its contracts are open; `sourceRevision`: of the fact, a decimal string. */
export type PartyEvent =
  | DomainEvent<'CapabilityOpened', { capability: Capability; policyVersion: string; sourceRevision: string }>
  | DomainEvent<
      'CapabilityClosed',
      { capability: Capability; disabledReason: string; currentlyDue: readonly string[]; sourceRevision: string }
    >
  | DomainEvent<
      'RestrictionBegan',
      {
        restrictionId: string;
        stage: string;
        scope: readonly string[];
        carveOut: readonly string[];
        reasonCode: string;
        reviewDate: string;
        sourceRevision: string;
        /** Open contracts that it stops: empty where its scope leaves contracts alone. */
        contractIds: readonly string[];
        beganAt: Instant;
      }
    >
  | DomainEvent<
      'RestrictionEnded',
      { restrictionId: string; cause: string; sourceRevision: string; contractIds: readonly string[]; endedAt: Instant }
    >
  | DomainEvent<'AccountClosureSeen', { accountId: string; contractIds: readonly string[]; closedAt: Instant }>
  | DomainEvent<
      'ContractEntered',
      {
        contractId: string;
        counterpartyId: string;
        price: Money;
        enteredAt: Instant;
        /** What already stops contracts of this party. */
        stops: readonly Stop[];
        account: 'open' | 'closed';
      }
    >
  | DomainEvent<'ContractLeft', { contractId: string; lived: 'lived' | 'declined' }>;

/** Stream `contracts.party-<partyId>`. */
export const partyStorage = {
  category: 'contracts.party',
  schemaVersions: {
    CapabilityOpened: 1,
    CapabilityClosed: 1,
    RestrictionBegan: 1,
    RestrictionEnded: 1,
    AccountClosureSeen: 1,
    ContractEntered: 1,
    ContractLeft: 1,
  },
} as const satisfies StorageContract<PartyEvent>;
