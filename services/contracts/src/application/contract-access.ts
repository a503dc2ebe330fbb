import type { SeatRole, VerifiedCaller } from '@guildhall/service-kit';
import { existing, partyOf, sideOf, type ContractState } from '../domain/contract/contract.state.js';
import { otherSide, type Side } from '../domain/contract/terms.js';
import { fail } from '../domain/contracts.errors.js';

type Access = (state: ContractState) => void;

/** Seats that agree and work for an organisation (security.md: sign with a hiring or owner seat; an admin stands in for the owner). */
const AGREEING: readonly SeatRole[] = ['owner', 'admin', 'hiring'];
/** Seats that move its money as well. */
const PAYING: readonly SeatRole[] = [...AGREEING, 'finance'];

/** The caller's side; strangers get the answer of an unknown id, so that ids cannot be probed. */
export const sideOfCaller = (state: ContractState, { partyId }: Pick<VerifiedCaller, 'partyId'>): Side => {
  const side = sideOf(state, partyId);
  if (!side) throw fail('CONTRACTS.NOT_A_PARTY', 'No such contract');
  return side;
};

const access =
  (caller: VerifiedCaller, sides: readonly Side[], seats: readonly SeatRole[], dealing: 'one side only' | 'any'): Access =>
  (state) => {
    const side = sideOfCaller(state, caller);
    if (!sides.includes(side)) throw fail('CONTRACTS.ACTOR_NOT_ALLOWED', `This is for the ${sides.join(' or the ')}`);
    if (caller.seatRole !== null && !seats.includes(caller.seatRole)) {
      throw fail('CONTRACTS.ACTOR_NOT_ALLOWED', `A ${caller.seatRole} seat may not do this`);
    }
    const other = partyOf(existing(state), otherSide(side));
    const onBothSides = caller.accountId === other || caller.seats.some(({ organisationId }) => organisationId === other);
    if (dealing === 'one side only' && onBothSides)
      throw fail('CONTRACTS.SELF_DEALING', 'One person acts for one side of a contract');
  };

/** A side agrees, works or decides about work. */
export const agreeing = (caller: VerifiedCaller, ...sides: readonly Side[]): Access =>
  access(caller, sides, AGREEING, 'one side only');
/** A side moves money. */
export const paying = (caller: VerifiedCaller, ...sides: readonly Side[]): Access =>
  access(caller, sides, PAYING, 'one side only');
/** A way out: also for a person who turns out to stand on both sides. */
export const leaving = (caller: VerifiedCaller): Access => access(caller, ['client', 'freelancer'], AGREEING, 'any');
/** Operators act on any contract that exists. */
export const operating: Access = (state) => void existing(state);
