import type { CommandData } from './brief.commands.js';
import type { BriefEvent } from './brief.events.js';
import { entriesOf, evolveBrief, type BriefState, type Entry } from './brief.state.js';

const partiesOf = (entries: readonly Entry[]): readonly string[] => entries.map(({ freelancerPartyId }) => freelancerPartyId);

/** `filled`, `withdrawn`, `idle` or `account_closed`, with who was hired and who was not. */
export const closed = (state: BriefState, reason: string): BriefEvent => {
  const { briefId = '', clientPartyId = '' } = state.draft ?? {};
  const hiredPartyIds = partiesOf(entriesOf(state, 'accepted'));
  const losingPartyIds = partiesOf(entriesOf(state, 'placed', 'shortlisted', 'awarded'));
  return { type: 'BriefClosed', data: { briefId, clientPartyId, reason, hiredPartyIds, losingPartyIds } };
};

/** A contract of this brief was signed; with the last hire the brief is filled. */
export const decideHireSigned = (state: BriefState, data: CommandData<'NoteHireSigned'>): readonly BriefEvent[] => {
  const entry = state.entries[data.proposalId];
  if (entry?.status !== 'accepted' || entry.signed === 'yes') return [];
  const signed: BriefEvent = { type: 'HireSigned', data: { briefId: state.draft?.briefId ?? '', ...data } };
  const after = evolveBrief(state, signed);
  const hired = entriesOf(after, 'accepted').filter((other) => other.signed === 'yes').length;
  const full = hired >= (state.draft?.hires ?? 1);
  return full && state.status === 'open' ? [signed, closed(after, 'filled')] : [signed];
};
