import { common, type VerifiedCaller } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import type { AccountRole } from '../domain/account/account.events.js';
import type { PartyKind } from '../domain/verification/verification.types.js';
import { IdentityAggregates } from './identity-aggregates.js';

/** Who a party is, by the write models. `roles`: of a person; an organisation has none. */
export type Party = Readonly<{ partyId: string; partyKind: PartyKind; country: string; roles: readonly AccountRole[] }>;

/** Finds parties by id: a person is a party under the account's id, an organisation under its own. */
@Injectable()
export class PartyDirectory {
  constructor(private readonly aggregates: IdentityAggregates) {}

  /** Null where there is no such party, or its account is closed. */
  async find(partyId: string): Promise<Party | null> {
    const { state: account } = await this.aggregates.accounts.load(partyId);
    const { country, roles } = account;
    if (account.status === 'active') return { partyId, partyKind: 'person', country, roles };
    if (account.status === 'closed') return null;
    const { state: organisation } = await this.aggregates.organisations.load(partyId);
    return organisation.organisationId === ''
      ? null
      : { partyId, partyKind: 'organisation', country: organisation.country, roles: [] };
  }

  /** Throws 404 where there is no such party. */
  async get(partyId: string): Promise<Party> {
    const party = await this.find(partyId);
    if (!party) throw common('COMMON.NOT_FOUND', 'No such party');
    return party;
  }
}

/** True for the party that the caller acts for, and for the own account always. */
export const isOwnParty = ({ accountId, partyId: actsFor }: VerifiedCaller, partyId: string): boolean =>
  partyId === actsFor || partyId === accountId;

/** True for those who look after the safety of all parties. */
export const isReviewer = ({ roles }: VerifiedCaller): boolean => roles.includes('trust_safety') || roles.includes('operator');
