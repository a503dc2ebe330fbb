import type { Money } from '@guildhall/kernel';
import type { Quote } from '../../domain/quote/quote.decider.js';
import type { ProposalDocument } from '../../projections/proposals/proposals.projection.js';
import { quoteAnswer } from '../quotes/quote.answer.js';

/** A proposal as its freelancer sees it. */
export const proposalView = ({ placedOn: _, ...proposal }: ProposalDocument, quote: Quote | null) => ({
  ...proposal,
  ...(quote && { quote: quoteAnswer(quote) }),
});
export type ProposalView = ReturnType<typeof proposalView>;

export type BlindProposal = Omit<ProposalView, 'freelancerPartyId' | 'quote'> & Readonly<{ clientTotal?: Money }>;

/** A proposal as the client sees it: who made it stays unknown until it is shortlisted (gigs.md, Read models). */
export const blindProposal = (proposal: ProposalDocument, quote: Quote | null): ProposalView | BlindProposal => {
  const view = proposalView(proposal, quote);
  if (proposal.state !== 'placed') return view;
  const { freelancerPartyId: _, quote: __, ...blind } = view;
  return { ...blind, ...(quote && { clientTotal: quote.clientTotal }) };
};
