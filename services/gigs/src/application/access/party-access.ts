import { actingParty, type Actor } from '@guildhall/kernel';
import { common, type VerifiedCaller } from '@guildhall/service-kit';
import type { BriefState } from '../../domain/brief/brief.state.js';

/** Unknown or not yours: ids cannot be probed. */
export const notFound = () => common('COMMON.NOT_FOUND', 'Unknown or not yours');

/** Seats that post, propose and hire for an organisation; the others read. */
const ACTING_SEATS: ReadonlySet<string> = new Set(['owner', 'admin', 'hiring']);

/** Throws COMMON.FORBIDDEN where the person's seat in the party only reads. */
export const demandActingSeat = ({ seatRole }: VerifiedCaller): void => {
  if (seatRole !== null && !ACTING_SEATS.has(seatRole))
    throw common('COMMON.FORBIDDEN', `The seat ${seatRole} does not act for the party here`);
};

/** The brief's client and nobody else. */
export const clientOnly =
  (actor: Actor) =>
  ({ draft }: BriefState): void => {
    if (!draft || draft.clientPartyId !== actingParty(actor)) throw notFound();
  };

/** The freelancer of one proposal of the brief and nobody else. */
export const freelancerOnly =
  (actor: Actor, proposalId: string) =>
  ({ entries }: BriefState): void => {
    if (entries[proposalId]?.freelancerPartyId !== actingParty(actor)) throw notFound();
  };
