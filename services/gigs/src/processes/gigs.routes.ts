import type { CommandContext, CommandRoutes } from '@guildhall/event-sourcing';
import { bornOf } from '@guildhall/kernel';
import type { GigsAggregates } from '../application/gigs-aggregates.js';
import type { BriefCommand } from '../domain/brief/brief.commands.js';
import type { GigCommand } from '../domain/gig/gig.commands.js';
import type { PartyCommand } from '../domain/party/party.decider.js';
import type { ProposalCommand } from '../domain/proposal/proposal.decider.js';
import { FEE_REFERENCE, type FeePolicyCommand } from '../domain/reference/fee-policies.js';
import { relationshipKey, type RelationshipCommand } from '../domain/relationship/relationship.decider.js';

type Of<C extends { type: string }, Type extends C['type']> = Extract<C, { type: Type }>;
type OnBrief = Of<BriefCommand, 'LeaveBrief' | 'CloseBrief' | 'DropProposal'> & { data: { briefId: string } };
type OnGig = Of<GigCommand, 'PauseGig' | 'ResumeGig' | 'ArchiveGig'>;
type OfProposal = Of<BriefCommand, 'NoteOfferOut' | 'FreeSlot' | 'NoteHireSigned'>;
type Follow = ProposalCommand & { data: { proposalId: string } };

/** Every command that a process of gigs sends, by type, with the aggregate that takes it. */
export const gigsRoutes = (aggregates: GigsAggregates): CommandRoutes => {
  const party = (command: PartyCommand, context: CommandContext) =>
    aggregates.parties.handle(command.data.partyId, command, context);
  const pair = (command: RelationshipCommand, context: CommandContext) =>
    aggregates.relationships.handle(relationshipKey(command.data), command, context);
  const brief = (command: OnBrief, context: CommandContext) => aggregates.briefs.handle(command.data.briefId, command, context);
  const gig = (command: OnGig, context: CommandContext) => aggregates.gigs.handle(command.data.gigId, command, context);
  const follow = (command: Follow, context: CommandContext) =>
    aggregates.proposals.handle(command.data.proposalId, command, context);
  const briefOf = async (command: OfProposal, context: CommandContext) => {
    const { proposalId } = command.data;
    const { placed } = (await aggregates.proposals.load(proposalId)).state;
    if (!placed) {
      const data = { contractId: bornOf(proposalId, 'contract') };
      return aggregates.proposals.handle(proposalId, { type: 'NoteUnknownContract', data }, context);
    }
    return aggregates.briefs.handle(placed.briefId, command, context);
  };
  return {
    NoteFeePolicy: (command: FeePolicyCommand, context) => aggregates.feePolicies.handle(FEE_REFERENCE, command, context),
    NoteCapabilityOpened: party,
    NoteCapabilityClosed: party,
    NoteRestriction: party,
    NoteRestrictionLifted: party,
    NoteAccountClosed: party,
    NoteProfile: party,
    NotePayer: party,
    NoteReview: party,
    NoteScore: party,
    NotePostLive: party,
    NotePostLeft: party,
    NoteProposalOpened: party,
    NoteProposalClosed: party,
    NoteRelease: pair,
    NoteRefund: pair,
    NoteSplit: pair,
    NoteContractSigned: pair,
    NoteContractEnded: pair,
    Place: follow,
    NoteShortlisted: follow,
    NoteAwarded: follow,
    NoteAwardTakenBack: follow,
    NoteAccepted: follow,
    NoteLeft: follow,
    PauseGig: gig,
    ResumeGig: gig,
    ArchiveGig: gig,
    LeaveBrief: brief,
    CloseBrief: brief,
    DropProposal: brief,
    NoteOfferOut: briefOf,
    FreeSlot: briefOf,
    NoteHireSigned: briefOf,
  };
};
