import type { Command, Decider, DomainEvent, StorageContract } from '@guildhall/kernel';

type Capability = { partyId: string; capability: string };
type Restriction = { partyId: string; restrictionId: string };

/** What payments heard of a party. State-like facts keep their source's revision: an older one is only noted. */
export type PartyEvent =
  | DomainEvent<'CapabilityOpened', Capability & { sourceRevision: string }>
  | DomainEvent<'CapabilityClosed', Capability & { missing: readonly string[]; sourceRevision: string }>
  | DomainEvent<
      'RestrictionBegan',
      Restriction & { scope: readonly string[]; carveOut: readonly string[]; sourceRevision: string }
    >
  | DomainEvent<'RestrictionEnded', Restriction & { sourceRevision: string }>
  | DomainEvent<'VerificationSeen', { partyId: string; level: string; sourceRevision: string }>
  | DomainEvent<'ClosureSeen', { partyId: string; closedAt: string }>;

export type PartyCommand =
  | Command<'NoteCapability', Capability & { open: 'open' | 'closed'; missing: readonly string[]; sourceRevision: string }>
  | Command<
      'NoteRestriction',
      Restriction & { state: 'began' | 'ended'; scope: readonly string[]; carveOut: readonly string[]; sourceRevision: string }
    >
  | Command<'NoteVerification', { partyId: string; level: string; sourceRevision: string }>
  | Command<'NoteClosure', { partyId: string; closedAt: string }>;

type Gate = Readonly<{ open: 'open' | 'closed'; missing: readonly string[]; revision: bigint }>;
type HeardRestriction = Readonly<{
  scope: readonly string[];
  carveOut: readonly string[];
  state: 'began' | 'ended';
  revision: bigint;
}>;
export type PartyState = Readonly<{
  gates: Readonly<Record<string, Gate>>;
  restrictions: Readonly<Record<string, HeardRestriction>>;
  level: Readonly<{ level: string; revision: bigint }> | null;
  closed: 'open' | 'closed';
}>;

/** Stream `payments.party-<partyId>`. */
export const partyStorage = {
  category: 'payments.party',
  schemaVersions: {
    CapabilityOpened: 1,
    CapabilityClosed: 1,
    RestrictionBegan: 1,
    RestrictionEnded: 1,
    VerificationSeen: 1,
    ClosureSeen: 1,
  },
} as const satisfies StorageContract<PartyEvent>;

const withGate = (state: PartyState, capability: string, gate: Gate): PartyState => ({
  ...state,
  gates: { ...state.gates, [capability]: gate },
});

export const partyDecider: Decider<PartyCommand, PartyEvent, PartyState> = {
  initialState: () => ({ gates: {}, restrictions: {}, level: null, closed: 'open' }),
  decide({ type, data }, state) {
    switch (type) {
      case 'NoteCapability': {
        const { partyId, capability, sourceRevision, missing } = data;
        const known = state.gates[capability];
        if (known && known.revision >= BigInt(sourceRevision)) return [];
        if (data.open === 'open') return [{ type: 'CapabilityOpened', data: { partyId, capability, sourceRevision } }];
        return [{ type: 'CapabilityClosed', data: { partyId, capability, missing, sourceRevision } }];
      }
      case 'NoteRestriction': {
        const { partyId, restrictionId, scope, carveOut, sourceRevision } = data;
        const known = state.restrictions[restrictionId];
        if (known && known.revision >= BigInt(sourceRevision)) return [];
        if (data.state === 'began')
          return [{ type: 'RestrictionBegan', data: { partyId, restrictionId, scope, carveOut, sourceRevision } }];
        return [{ type: 'RestrictionEnded', data: { partyId, restrictionId, sourceRevision } }];
      }
      case 'NoteVerification':
        return state.level && state.level.revision >= BigInt(data.sourceRevision) ? [] : [{ type: 'VerificationSeen', data }];
      case 'NoteClosure':
        return state.closed === 'closed' ? [] : [{ type: 'ClosureSeen', data }];
    }
  },
  evolve(state, { type, data }) {
    switch (type) {
      case 'CapabilityOpened':
        return withGate(state, data.capability, { open: 'open', missing: [], revision: BigInt(data.sourceRevision) });
      case 'CapabilityClosed':
        return withGate(state, data.capability, { open: 'closed', missing: data.missing, revision: BigInt(data.sourceRevision) });
      case 'RestrictionBegan':
      case 'RestrictionEnded': {
        const scope = type === 'RestrictionBegan' ? data.scope : [];
        const restriction = {
          scope,
          carveOut: type === 'RestrictionBegan' ? data.carveOut : [],
          state: type === 'RestrictionBegan' ? ('began' as const) : ('ended' as const),
          revision: BigInt(data.sourceRevision),
        };
        return { ...state, restrictions: { ...state.restrictions, [data.restrictionId]: restriction } };
      }
      case 'VerificationSeen':
        return { ...state, level: { level: data.level, revision: BigInt(data.sourceRevision) } };
      case 'ClosureSeen':
        return { ...state, closed: 'closed' };
    }
  },
};

/** Open restrictions of a scope, but for those that carve this kind of money out. */
const restrictedBy = (state: PartyState, scope: string, carvedOut: string): readonly string[] =>
  Object.entries(state.restrictions)
    .filter(([, heard]) => heard.state === 'began' && heard.scope.includes(scope) && !heard.carveOut.includes(carvedOut))
    .map(([restrictionId]) => restrictionId);

/** What the payout's guard needs: the gate with what is missing, and restrictions of payouts that do not spare earned money. */
export const payoutGate = (
  state: PartyState,
): Readonly<{ withdraw: 'open' | 'closed'; missing: readonly string[]; restricted: readonly string[] }> => {
  const gate = state.gates.withdraw;
  return {
    withdraw: gate?.open ?? 'closed',
    missing: gate?.missing ?? ['verification'],
    restricted: restrictedBy(state, 'payout', 'earned_money'),
  };
};

/** Restrictions under which a client is not charged; a funding is for a contract that lives. */
export const spendingRestrictions = (state: PartyState): readonly string[] => restrictedBy(state, 'spend', 'live_contracts');
