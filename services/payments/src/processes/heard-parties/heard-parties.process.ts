import {
  FACT,
  type AccountClosed,
  type AccountRegistered,
  type CapabilityDisabled,
  type CapabilityEnabled,
  type OrganisationCreated,
  type PartyRestricted,
  type PartyVerified,
  type RestrictionLifted,
} from '@guildhall/event-catalogue';
import type { FactInput, Reaction } from '@guildhall/kernel';
import { toParty, toWallet } from '../orders.js';

type Input =
  | FactInput<AccountRegistered>
  | FactInput<OrganisationCreated>
  | FactInput<PartyVerified>
  | FactInput<CapabilityEnabled>
  | FactInput<CapabilityDisabled>
  | FactInput<PartyRestricted>
  | FactInput<RestrictionLifted>
  | FactInput<AccountClosed>;

/** What identity tells of parties: opens their wallets, and notes in `payments.party-<partyId>` what the payout guard needs. */
export const heardParties: Reaction<Input> = {
  kind: 'reaction',
  name: 'heard-parties',
  from: [],
  react({ type, data }, { revision: sourceRevision }) {
    switch (type) {
      case FACT.AccountRegistered: {
        const opening = { partyId: data.accountId, kind: 'account' as const };
        return [toWallet('open', data.accountId, { type: 'OpenWallet', data: opening })];
      }
      case FACT.OrganisationCreated: {
        const opening = { partyId: data.organisationId, kind: 'organisation' as const };
        return [toWallet('open', data.organisationId, { type: 'OpenWallet', data: opening })];
      }
      case FACT.PartyVerified: {
        const { partyId, level } = data;
        return [toParty('note', partyId, { type: 'NoteVerification', data: { partyId, level, sourceRevision } })];
      }
      case FACT.CapabilityEnabled: {
        const { partyId, capability } = data;
        const gate = { partyId, capability, open: 'open' as const, missing: [], sourceRevision };
        return [toParty('note', partyId, { type: 'NoteCapability', data: gate })];
      }
      case FACT.CapabilityDisabled: {
        const { partyId, capability, currentlyDue: missing } = data;
        const gate = { partyId, capability, open: 'closed' as const, missing, sourceRevision };
        return [toParty('note', partyId, { type: 'NoteCapability', data: gate })];
      }
      case FACT.PartyRestricted: {
        const { partyId, restrictionId, scope, carveOut } = data;
        const restriction = { partyId, restrictionId, state: 'began' as const, scope, carveOut, sourceRevision };
        return [toParty('note', partyId, { type: 'NoteRestriction', data: restriction })];
      }
      case FACT.RestrictionLifted: {
        const { partyId, restrictionId } = data;
        const restriction = { partyId, restrictionId, state: 'ended' as const, scope: [], carveOut: [], sourceRevision };
        return [toParty('note', partyId, { type: 'NoteRestriction', data: restriction })];
      }
      case FACT.AccountClosed: {
        const { partyId, closedAt } = data;
        return [toParty('note', partyId, { type: 'NoteClosure', data: { partyId, closedAt } })];
      }
    }
  },
};
