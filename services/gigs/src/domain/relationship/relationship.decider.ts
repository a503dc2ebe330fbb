import {
  minorOf,
  money,
  type Command,
  type Decider,
  type DomainEvent,
  type Money,
  type StorageContract,
} from '@guildhall/kernel';

type Pair = { clientPartyId: string; freelancerPartyId: string };
type Moved = Pair & { contractId: string; milestoneId: string; amount: Money };

/** What payments told of the money between one client and one freelancer, and their contracts. */
export type RelationshipEvent =
  /** Counts towards the total of the currency; `cause`: what moved it. */
  | DomainEvent<'RelationshipRaised', Moved & { cause: 'release' | 'split' }>
  | DomainEvent<'RelationshipLowered', Moved & { cause: 'refund' | 'split' }>
  | DomainEvent<'RelationshipContractSigned', Pair & { contractId: string; roleId: string }>
  | DomainEvent<'RelationshipContractEnded', Pair & { contractId: string; endReason: string }>;

type OnMilestone = Pair & { contractId: string; milestoneId: string };
export type RelationshipCommand =
  | Command<'NoteRelease', OnMilestone & { gross: Money; fee: Money }>
  | Command<'NoteRefund', OnMilestone & { amount: Money; source: 'held' | 'released' }>
  | Command<'NoteSplit', OnMilestone & { toFreelancer: Money; toClient: Money; heldPart: Money; fee: Money }>
  | Command<'NoteContractSigned', Pair & { contractId: string; roleId: string }>
  | Command<'NoteContractEnded', Pair & { contractId: string; endReason: string }>;

/** `totals`: by currency, minor units as text. `counted`: milestones whose money is in the total; expenses are not. */
export type RelationshipState = Readonly<{
  totals: Readonly<Record<string, string>>;
  counted: readonly string[];
  contracts: Readonly<Record<string, 'signed' | 'ended'>>;
}>;

/** Stream `gigs.relationship-<clientPartyId>_<freelancerPartyId>`. */
export const relationshipStorage = {
  category: 'gigs.relationship',
  schemaVersions: {
    RelationshipRaised: 1,
    RelationshipLowered: 1,
    RelationshipContractSigned: 1,
    RelationshipContractEnded: 1,
  },
} as const satisfies StorageContract<RelationshipEvent>;

export const relationshipKey = ({ clientPartyId, freelancerPartyId }: Readonly<Pair>): string =>
  `${clientPartyId}_${freelancerPartyId}`;

/** Gross of the relationship in a currency that fee tiers count from. */
export const totalOf = ({ totals }: RelationshipState, currency: string): Money => ({
  amount: totals[currency] ?? '0',
  currency,
});

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** gigs.md, Facts heard: the client's share comes out of the hold first, the rest of it out of released money. */
const decideSplit = (
  state: RelationshipState,
  { toFreelancer: _, toClient, heldPart, fee, ...on }: Extract<RelationshipCommand, { type: 'NoteSplit' }>['data'],
): readonly RelationshipEvent[] => {
  const { currency } = toClient;
  const clientFromHold = least(minorOf(toClient), minorOf(heldPart));
  const up = minorOf(heldPart) - clientFromHold;
  const down = minorOf(toClient) - clientFromHold;
  const raised: RelationshipEvent = { type: 'RelationshipRaised', data: { ...on, amount: money(up, currency), cause: 'split' } };
  const lowered: RelationshipEvent = {
    type: 'RelationshipLowered',
    data: { ...on, amount: money(down, currency), cause: 'split' },
  };
  return [
    ...(up > 0n && minorOf(fee) > 0n ? [raised] : []),
    ...(down > 0n && state.counted.includes(on.milestoneId) ? [lowered] : []),
  ];
};

export const relationshipDecider: Decider<RelationshipCommand, RelationshipEvent, RelationshipState> = {
  initialState: () => ({ totals: {}, counted: [], contracts: {} }),
  decide({ type, data }, state) {
    switch (type) {
      case 'NoteRelease': {
        // Fee 0 is a pass-through cost: outside the lifetime.
        const { gross: amount, fee, ...on } = data;
        return minorOf(fee) === 0n ? [] : [{ type: 'RelationshipRaised', data: { ...on, amount, cause: 'release' } }];
      }
      case 'NoteRefund': {
        const { source, ...told } = data;
        if (source === 'held' || !state.counted.includes(data.milestoneId)) return [];
        return [{ type: 'RelationshipLowered', data: { ...told, cause: 'refund' } }];
      }
      case 'NoteSplit':
        return decideSplit(state, data);
      case 'NoteContractSigned':
        return data.contractId in state.contracts ? [] : [{ type: 'RelationshipContractSigned', data }];
      case 'NoteContractEnded':
        return state.contracts[data.contractId] === 'ended' ? [] : [{ type: 'RelationshipContractEnded', data }];
    }
  },
  evolve(state, { type, data }) {
    switch (type) {
      case 'RelationshipRaised':
        return { ...moved(state, data.amount, 1n), counted: [...new Set([...state.counted, data.milestoneId])] };
      case 'RelationshipLowered':
        return moved(state, data.amount, -1n);
      case 'RelationshipContractSigned': {
        const { contracts } = state;
        return { ...state, contracts: { [data.contractId]: 'signed', ...contracts } };
      }
      case 'RelationshipContractEnded':
        return { ...state, contracts: { ...state.contracts, [data.contractId]: 'ended' } };
    }
  },
};

const moved = (state: RelationshipState, { amount, currency }: Money, sign: 1n | -1n): RelationshipState => {
  const total = BigInt(state.totals[currency] ?? '0') + sign * BigInt(amount);
  return { ...state, totals: { ...state.totals, [currency]: (total < 0n ? 0n : total).toString() } };
};
