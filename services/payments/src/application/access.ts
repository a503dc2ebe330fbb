import type { VerifiedCaller } from '@guildhall/service-kit';
import { common, type SeatRole } from '@guildhall/service-kit';
import { fail } from '../domain/payments.errors.js';

/** Seats that may move money of an organisation out of it (security.md: change payout destination, withdraw). */
const WITHDRAWING: readonly SeatRole[] = ['owner', 'finance'];
/** Seats that may spend for it. */
const SPENDING: readonly SeatRole[] = ['owner', 'admin', 'hiring', 'finance'];

const requireSeat = ({ seatRole }: VerifiedCaller, seats: readonly SeatRole[]): void => {
  if (seatRole !== null && !seats.includes(seatRole)) throw common('COMMON.FORBIDDEN', 'Your seat does not allow this');
};

/** Strangers learn nothing: 404. */
export const ownPartyOnly = (caller: VerifiedCaller, partyId: string): void => {
  if (caller.partyId !== partyId) throw common('COMMON.NOT_FOUND', 'No such party, or not yours');
};

/** A party that spends: instruments and charges. */
export const spendingFor = (caller: VerifiedCaller, partyId: string): void => {
  ownPartyOnly(caller, partyId);
  requireSeat(caller, SPENDING);
};

/** A party that takes money out. */
export const withdrawingFor = (caller: VerifiedCaller, partyId: string): void => {
  ownPartyOnly(caller, partyId);
  requireSeat(caller, WITHDRAWING);
};

/** The party itself, or an operator. */
export const ownPartyOrOperator = (caller: VerifiedCaller, partyId: string): void => {
  if (!caller.roles.includes('operator')) ownPartyOnly(caller, partyId);
};

type Parties = Readonly<{ clientPartyId: string; freelancerPartyId: string }>;

/** Both parties of a contract, operators and mediators. */
export const sidesOfContract = <D extends Parties>(caller: VerifiedCaller, document: D | null): D => {
  const staff = caller.roles.includes('operator') || caller.roles.includes('mediator');
  const side = document && [document.clientPartyId, document.freelancerPartyId].includes(caller.partyId);
  if (!document || !(staff || side)) throw fail('PAYMENTS.HOLD_NOT_FOUND', 'No such escrow, or not yours');
  return document;
};
