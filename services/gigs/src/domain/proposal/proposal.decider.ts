import type { Command, Decider, DomainEvent, EventData, Instant, Money, StorageContract } from '@guildhall/kernel';
import type { TermsDraft } from '../pricing.js';

type On = { proposalId: string; briefId: string };
type Placed = On & {
  clientPartyId: string;
  freelancerPartyId: string;
  authorAccountId: string;
  coverNote: string;
  price: Money;
  terms: TermsDraft;
  quoteId: string;
  policyRefs: Readonly<Record<string, string>>;
  winIds: readonly string[];
  placedAt: Instant;
};

export type ProposalEvent =
  | DomainEvent<'ProposalPlaced', Placed>
  | DomainEvent<'ProposalShortlisted', On>
  | DomainEvent<'ProposalAwarded', On & { expiresAt: Instant }>
  | DomainEvent<'AwardRevoked', On>
  | DomainEvent<
      'ProposalAccepted',
      On & {
        clientPartyId: string;
        freelancerPartyId: string;
        pricingModel: 'fixed' | 'milestone';
        termsDraft: TermsDraft;
        quoteId: string;
        policyRefs: Readonly<Record<string, string>>;
      }
    >
  | DomainEvent<'ProposalDeclined', On>
  | DomainEvent<'ProposalExpired', On>
  | DomainEvent<'ProposalRetracted', On>;

/** What the brief's stream decided; a process brings it here, so nothing of it is refused. */
export type ProposalCommand =
  | Command<'Place', EventData<ProposalEvent, 'ProposalPlaced'>>
  | Command<'NoteShortlisted', object>
  | Command<'NoteAwarded', { expiresAt: Instant }>
  | Command<'NoteAwardTakenBack', object>
  | Command<'NoteAccepted', { quoteId: string; policyRefs: Readonly<Record<string, string>> }>
  | Command<'NoteLeft', { as: 'declined' | 'expired' | 'retracted' }>
  /** A contract of a proposal that this log does not hold: without effect, noted. */
  | Command<'NoteUnknownContract', { contractId: string }>;

export type ProposalStatus = '(none)' | 'placed' | 'shortlisted' | 'awarded' | 'accepted' | 'declined' | 'expired' | 'retracted';
export type ProposalState = Readonly<{ status: ProposalStatus; placed: Placed | null }>;

/** Stream `gigs.proposal-<proposalId>`. */
export const proposalStorage = {
  category: 'gigs.proposal',
  schemaVersions: {
    ProposalPlaced: 1,
    ProposalShortlisted: 1,
    ProposalAwarded: 1,
    AwardRevoked: 1,
    ProposalAccepted: 1,
    ProposalDeclined: 1,
    ProposalExpired: 1,
    ProposalRetracted: 1,
  },
  personal: { ProposalPlaced: { coverNote: { subject: 'authorAccountId', purpose: 'content' } } },
} as const satisfies StorageContract<ProposalEvent>;

const LEFT = { declined: 'ProposalDeclined', expired: 'ProposalExpired', retracted: 'ProposalRetracted' } as const;

/** A freelancer's priced answer; it follows the brief's stream, which decides. */
export const proposalDecider: Decider<ProposalCommand, ProposalEvent, ProposalState> = {
  initialState: () => ({ status: '(none)', placed: null }),
  decide(command, { status, placed }) {
    if (command.type === 'Place') return placed ? [] : [{ type: 'ProposalPlaced', data: command.data }];
    if (!placed || command.type === 'NoteUnknownContract') return [];
    const { proposalId, briefId, clientPartyId, freelancerPartyId, terms } = placed;
    const on = { proposalId, briefId };
    switch (command.type) {
      case 'NoteShortlisted':
        return status === 'placed' ? [{ type: 'ProposalShortlisted', data: on }] : [];
      case 'NoteAwarded':
        return status === 'placed' || status === 'shortlisted'
          ? [{ type: 'ProposalAwarded', data: { ...on, expiresAt: command.data.expiresAt } }]
          : [];
      case 'NoteAwardTakenBack':
        return status === 'awarded' ? [{ type: 'AwardRevoked', data: on }] : [];
      case 'NoteAccepted': {
        if (status !== 'awarded') return [];
        const agreed = {
          clientPartyId,
          freelancerPartyId,
          pricingModel: terms.pricingModel,
          termsDraft: terms,
          ...command.data,
        };
        return [{ type: 'ProposalAccepted', data: { ...on, ...agreed } }];
      }
      case 'NoteLeft':
        return status === 'placed' || status === 'shortlisted' || status === 'awarded'
          ? [{ type: LEFT[command.data.as], data: on }]
          : [];
    }
  },
  evolve(state, { type, data }) {
    switch (type) {
      case 'ProposalPlaced':
        return { status: 'placed', placed: data };
      case 'ProposalShortlisted':
      case 'AwardRevoked':
        return { ...state, status: 'shortlisted' };
      case 'ProposalAwarded':
        return { ...state, status: 'awarded' };
      case 'ProposalAccepted':
        return { ...state, status: 'accepted' };
      case 'ProposalDeclined':
        return { ...state, status: 'declined' };
      case 'ProposalExpired':
        return { ...state, status: 'expired' };
      case 'ProposalRetracted':
        return { ...state, status: 'retracted' };
    }
  },
};
