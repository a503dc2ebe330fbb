import { send, type OwnEvent, type Reaction, type Send } from '@guildhall/kernel';
import type { Holdings, PartyEvent } from '../../domain/party/party.events.js';

type Input = OwnEvent & PartyEvent;

/** A gig that a restriction paused asks for no standing when it is shown again. */
const ANY_STANDING = { state: 'open', missing: [] } as const;

const pause = ({ gigIds }: Holdings, reasonCode: string): readonly Send[] =>
  gigIds.map((gigId) => send(`pause ${gigId}`, { type: 'PauseGig', data: { gigId, by: 'restriction', reasonCode } }));

const resume = ({ gigIds }: Holdings): readonly Send[] =>
  gigIds.map((gigId) =>
    send(`resume ${gigId}`, { type: 'ResumeGig', data: { gigId, by: 'restriction', standing: ANY_STANDING } }),
  );

/** gigs.md, AccountClosed: gigs archived, briefs closed, proposals retracted. */
const end = ({ gigIds, briefIds, proposals }: Holdings, at: string): readonly Send[] => [
  ...gigIds.map((gigId) => send(`archive ${gigId}`, { type: 'ArchiveGig', data: { gigId, by: 'system' } })),
  ...briefIds.map((briefId) =>
    send(`close ${briefId}`, { type: 'CloseBrief', data: { briefId, reason: 'account_closed', at, by: 'system' } }),
  ),
  ...proposals.map(({ proposalId, briefId }) =>
    send(`drop ${proposalId}`, { type: 'DropProposal', data: { briefId, proposalId, at } }),
  ),
];

/** What a restriction or the end of an account does to the posts of the party; briefs are hidden by their read models. */
export const partyConsequences: Reaction<Input> = {
  kind: 'reaction',
  name: 'party-consequences',
  from: ['gigs.party'],
  react({ type, data }, { occurredAt }) {
    switch (type) {
      case 'RestrictionBegan':
        return data.hides === 'yes' ? pause(data, data.reasonCode) : [];
      case 'RestrictionEnded':
        return data.shows === 'yes' ? resume(data) : [];
      case 'AccountClosureSeen':
        return end(data, occurredAt);
      case 'PostStopped':
        return data.because === 'account_closed' ? end(data, occurredAt) : pause(data, 'restricted');
      case 'ProposalOpened': {
        const { proposalId, briefId, account } = data;
        return account === 'closed' ? end({ gigIds: [], briefIds: [], proposals: [{ proposalId, briefId }] }, occurredAt) : [];
      }
      case 'CapabilityOpened':
      case 'CapabilityClosed':
      case 'ProfileSeen':
      case 'PayerValidated':
      case 'ReviewSeen':
      case 'ScoreSeen':
      case 'PostOffered':
      case 'PostLeft':
      case 'ProposalClosed':
        return [];
    }
  },
};
