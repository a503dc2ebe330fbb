import { isBefore, minorOf, money, type Command, type Decider, type Instant, type Money } from '@guildhall/kernel';
import type { Capability, PartyEvent, Stop } from './party.events.js';

export type PartyCommand =
  | Command<'NoteCapabilityOpened', { partyId: string; capability: Capability; policyVersion: string; sourceRevision: string }>
  | Command<
      'NoteCapabilityClosed',
      { partyId: string; capability: Capability; disabledReason: string; currentlyDue: readonly string[]; sourceRevision: string }
    >
  | Command<
      'NoteRestriction',
      {
        partyId: string;
        restrictionId: string;
        stage: string;
        scope: readonly string[];
        carveOut: readonly string[];
        reasonCode: string;
        reviewDate: string;
        sourceRevision: string;
        at: Instant;
      }
    >
  | Command<
      'NoteRestrictionLifted',
      { partyId: string; restrictionId: string; cause: string; sourceRevision: string; at: Instant }
    >
  | Command<'NoteAccountClosed', { partyId: string; accountId: string; closedAt: Instant }>
  | Command<'EnterContract', { partyId: string; contractId: string; counterpartyId: string; price: Money; at: Instant }>
  | Command<'LeaveContract', { partyId: string; contractId: string; lived: 'lived' | 'declined' }>;

type Known = Readonly<{ revision: string; state: 'open' | 'closed'; missing: readonly string[] }>;
type Restriction = Readonly<{ revision: string; state: 'in_force' | 'lifted'; stop: Stop | null }>;
type Agreed = Readonly<{ counterpartyId: string; price: Money; enteredAt: Instant }>;

/** A party as contracts knows it. `open`: its contracts that have not ended. `agreed`: all that were not declined, by contract. */
export type PartyState = Readonly<{
  capabilities: Readonly<Partial<Record<Capability, Known>>>;
  restrictions: Readonly<Record<string, Restriction>>;
  account: 'open' | 'closed';
  open: readonly string[];
  agreed: Readonly<Record<string, Agreed>>;
}>;

const nobody: PartyState = { capabilities: {}, restrictions: {}, account: 'open', open: [], agreed: {} };

/** A state-like fact of the same source with a lower or equal revision is only noted: a replay reopens nothing. */
const isOlder = (known: Readonly<{ revision: string }> | undefined, told: string): boolean =>
  known !== undefined && BigInt(told) <= BigInt(known.revision);

const STOPPING_SCOPE = 'contracts';
const stopsOf = ({ restrictions }: PartyState): readonly Stop[] =>
  Object.values(restrictions).flatMap(({ state, stop }) => (state === 'in_force' && stop ? [stop] : []));

export const partyDecider: Decider<PartyCommand, PartyEvent, PartyState> = {
  initialState: () => nobody,
  decide({ type, data }, state) {
    switch (type) {
      case 'NoteCapabilityOpened': {
        const { capability, policyVersion, sourceRevision } = data;
        if (isOlder(state.capabilities[capability], sourceRevision)) return [];
        return [{ type: 'CapabilityOpened', data: { capability, policyVersion, sourceRevision } }];
      }
      case 'NoteCapabilityClosed': {
        const { capability, disabledReason, currentlyDue, sourceRevision } = data;
        if (isOlder(state.capabilities[capability], sourceRevision)) return [];
        return [{ type: 'CapabilityClosed', data: { capability, disabledReason, currentlyDue, sourceRevision } }];
      }
      case 'NoteRestriction': {
        const { partyId: _, at, ...told } = data;
        if (isOlder(state.restrictions[data.restrictionId], data.sourceRevision)) return [];
        const contractIds = data.scope.includes(STOPPING_SCOPE) ? state.open : [];
        return [{ type: 'RestrictionBegan', data: { ...told, contractIds, beganAt: at } }];
      }
      case 'NoteRestrictionLifted': {
        const { restrictionId, cause, sourceRevision, at } = data;
        if (isOlder(state.restrictions[restrictionId], sourceRevision)) return [];
        const contractIds = state.restrictions[restrictionId]?.stop ? state.open : [];
        return [{ type: 'RestrictionEnded', data: { restrictionId, cause, sourceRevision, contractIds, endedAt: at } }];
      }
      case 'NoteAccountClosed': {
        if (state.account === 'closed') return [];
        return [
          { type: 'AccountClosureSeen', data: { accountId: data.accountId, contractIds: state.open, closedAt: data.closedAt } },
        ];
      }
      case 'EnterContract': {
        const { contractId, counterpartyId, price, at } = data;
        if (contractId in state.agreed || state.open.includes(contractId)) return [];
        const { account } = state;
        return [
          { type: 'ContractEntered', data: { contractId, counterpartyId, price, enteredAt: at, stops: stopsOf(state), account } },
        ];
      }
      case 'LeaveContract': {
        const { contractId, lived } = data;
        return state.open.includes(contractId) ? [{ type: 'ContractLeft', data: { contractId, lived } }] : [];
      }
    }
  },
  evolve(state, { type, data }) {
    switch (type) {
      case 'CapabilityOpened':
        return withCapability(state, data.capability, { revision: data.sourceRevision, state: 'open', missing: [] });
      case 'CapabilityClosed':
        return withCapability(state, data.capability, {
          revision: data.sourceRevision,
          state: 'closed',
          missing: data.currentlyDue,
        });
      case 'RestrictionBegan': {
        const { restrictionId, carveOut, scope, sourceRevision } = data;
        const stop = scope.includes(STOPPING_SCOPE) ? { restrictionId, carveOut } : null;
        return withRestriction(state, restrictionId, { revision: sourceRevision, state: 'in_force', stop });
      }
      case 'RestrictionEnded':
        return withRestriction(state, data.restrictionId, { revision: data.sourceRevision, state: 'lifted', stop: null });
      case 'AccountClosureSeen':
        return { ...state, account: 'closed' };
      case 'ContractEntered': {
        const { contractId, counterpartyId, price, enteredAt } = data;
        const agreed = { ...state.agreed, [contractId]: { counterpartyId, price, enteredAt } };
        return { ...state, open: [...state.open, contractId], agreed };
      }
      case 'ContractLeft': {
        const open = state.open.filter((contractId) => contractId !== data.contractId);
        if (data.lived === 'lived') return { ...state, open };
        const { [data.contractId]: _, ...agreed } = state.agreed;
        return { ...state, open, agreed };
      }
    }
  },
};

const withCapability = (state: PartyState, capability: Capability, known: Known): PartyState => ({
  ...state,
  capabilities: { ...state.capabilities, [capability]: known },
});
const withRestriction = (state: PartyState, restrictionId: string, known: Restriction): PartyState => ({
  ...state,
  restrictions: { ...state.restrictions, [restrictionId]: known },
});

/** Whether a capability is open, and what it misses; one that nobody told of is closed. */
export const standingOf = ({ capabilities, account }: PartyState, capability: 'hire' | 'get_paid') => {
  const known = capabilities[capability];
  if (known?.state === 'open' && account === 'open') return { state: 'open', missing: [] } as const;
  return { state: 'closed', missing: known?.missing ?? [] } as const;
};

/** What the party agreed with a counterparty since an instant, in one currency, without one contract. */
export const agreedWith = (
  { agreed }: PartyState,
  {
    counterpartyId,
    currency,
    since,
    except,
  }: Readonly<{ counterpartyId: string; currency: string; since: Instant; except: string }>,
): Money => {
  const counted = Object.entries(agreed).filter(
    ([contractId, known]) =>
      contractId !== except &&
      known.counterpartyId === counterpartyId &&
      known.price.currency === currency &&
      !isBefore(known.enteredAt, since),
  );
  return money(
    counted.reduce((sum, [, { price }]) => sum + minorOf(price), 0n),
    currency,
  );
};
