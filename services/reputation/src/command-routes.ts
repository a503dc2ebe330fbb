import type { CommandContext, CommandRoute, CommandRoutes } from '@guildhall/event-sourcing';
import type { Command } from '@guildhall/kernel';
import type { Heard } from './application/heard.js';
import type { RevealReviewsHandler } from './application/reveal-reviews/reveal-reviews.handler.js';
import type { Reviews } from './application/reviews.js';
import type { ContractCommand } from './domain/contract/contract.decider.js';
import type { PartyCommand } from './domain/party/party.decider.js';
import type { ProfileCommand } from './domain/profile/profile.decider.js';
import type { ReviewsCommand } from './domain/reviews/reviews.decider.js';
import type { RevealReviews } from './processes/review-reveal/review-reveal.process.js';

type Noted = Extract<ReviewsCommand, { type: 'OpenWindow' | 'FlagReviews' }>;
type Routed = ContractCommand | PartyCommand | ProfileCommand | Noted | RevealReviews;
type Route<C extends Command> = (command: C, context: CommandContext) => Promise<unknown>;

/** Every command that the service's processes may send, by type: a new one without a route does not compile. */
export const commandRoutes = (heard: Heard, reviews: Reviews, reveal: RevealReviewsHandler): CommandRoutes => {
  const contract: Route<ContractCommand> = (command, context) => heard.ofContract(command, context);
  const party: Route<PartyCommand> = (command, context) => heard.ofParty(command, context);
  const profile: Route<ProfileCommand> = (command, context) => heard.ofProfile(command, context);
  const review: Route<Noted> = (command, context) => reviews.note(command, context);
  const routes: { readonly [Type in Routed['type']]: Route<Extract<Routed, { type: Type }>> } = {
    NoteSigning: contract,
    NotePayment: contract,
    NoteRefund: contract,
    NoteSplit: contract,
    NoteSubmission: contract,
    NoteApproval: contract,
    NoteChanges: contract,
    NoteLateness: contract,
    NoteEnding: contract,
    NoteRuling: contract,
    NotePayerValidation: party,
    NoteRestriction: party,
    NoteRestrictionLifted: party,
    NoteAccountClosed: party,
    NoteBrief: party,
    NoteBriefClosed: party,
    NoteRating: party,
    TakeEvidence: profile,
    RevalueContract: profile,
    FreezeProfile: profile,
    OpenWindow: review,
    FlagReviews: review,
    RevealReviews: (command, context) => reveal.execute(command, context),
  };
  return routes as unknown as Readonly<Record<string, CommandRoute>>;
};
