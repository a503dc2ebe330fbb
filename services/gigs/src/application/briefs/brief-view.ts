import type { BriefDocument } from '../../projections/briefs/briefs.projection.js';
import type { PartyDocument } from '../../projections/parties/parties.projection.js';

/** A brief as everybody who is signed in sees it; who is being hired is the client's business. */
export const publicBrief = (brief: BriefDocument, client: PartyDocument | null) => {
  const { hiring: _hiring, review: _review, hidden: _hidden, closed: _closed, draftedAt: _at, ...shown } = brief;
  return { ...shown, currency: brief.budget.low.currency, verifiedPayer: client?.verifiedPayer ?? false };
};
export type PublicBrief = ReturnType<typeof publicBrief>;

/** A brief as its client sees it. */
export const ownBrief = (brief: BriefDocument, client: PartyDocument | null) => {
  const { hiring, review, hidden, closed, draftedAt } = brief;
  return { ...publicBrief(brief, client), hiring, review, hidden, closed, draftedAt };
};
export type OwnBrief = ReturnType<typeof ownBrief>;

/** Open and closed ones are there for all; drafts, held, denied and hidden ones for the client. */
export const isShown = ({ state, hidden }: BriefDocument): boolean => (state === 'open' || state === 'closed') && hidden === 'no';
