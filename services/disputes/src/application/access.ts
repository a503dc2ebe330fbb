import type { SeatRole, VerifiedCaller } from '@guildhall/service-kit';
import type { Side } from '../domain/dispute/dispute.events.js';
import { sideOf, type DisputeState } from '../domain/dispute/dispute.state.js';
import { fail } from '../domain/disputes.errors.js';

type Access = (state: DisputeState) => void;

/** Seats that speak for an organisation in a quarrel about its money. */
const SPEAKING: readonly SeatRole[] = ['owner', 'admin', 'hiring', 'finance'];

export const requireSeat = ({ seatRole }: Pick<VerifiedCaller, 'seatRole'>): void => {
  if (seatRole !== null && !SPEAKING.includes(seatRole))
    throw fail('DISPUTES.ACTOR_NOT_ALLOWED', `A ${seatRole} seat may not do this`);
};

const stranger = () => fail('DISPUTES.NOT_A_PARTY', 'No such dispute');

/** The caller's side; strangers get the answer of an unknown id, so that ids cannot be probed. */
export const sideOfCaller = (state: DisputeState, caller: VerifiedCaller): Side => {
  const side = sideOf(state, caller.partyId);
  if (!side) throw stranger();
  requireSeat(caller);
  return side;
};

/** Either side of the case. */
export const parties =
  (caller: VerifiedCaller): Access =>
  (state) =>
    void sideOfCaller(state, caller);

/** The mediator or arbitrator of the case; others of the profession are strangers to it. */
export const handlers =
  ({ accountId }: VerifiedCaller): Access =>
  ({ mediator, arbitration }) => {
    if (![mediator?.mediatorAccountId, arbitration?.arbitratorAccountId].includes(accountId)) throw stranger();
  };

/** Operators act on any dispute that exists, unless it is their own. */
export const seniors =
  (caller: VerifiedCaller): Access =>
  (state) => {
    if (!state.opened) throw stranger();
    const own = [caller.accountId, ...caller.seats.map(({ organisationId }) => organisationId)];
    if (own.some((partyId) => sideOf(state, partyId) !== null))
      throw fail('DISPUTES.CONFLICT_OF_INTEREST', 'Nobody decides a case of their own');
  };
