import { send, type OwnEvent, type Reaction } from '@guildhall/kernel';
import type { SeatRole } from '../../domain/organisation/organisation.events.js';

type Seat = { organisationId: string; accountId: string };
type Input = OwnEvent<'SeatGranted', Seat & { seatRole: SeatRole }> | OwnEvent<'SeatRevoked', Seat>;

/** Notes a seat with its account, from where it becomes a claim; the use case has told it already unless it crashed in between. */
export const seatNoting: Reaction<Input> = {
  kind: 'reaction',
  name: 'seat-noting',
  from: ['identity.organisation'],
  react: ({ type, data }, { revision }) => {
    if (type !== 'SeatGranted' && type !== 'SeatRevoked') return [];
    const { organisationId, accountId } = data;
    const seatRole = type === 'SeatGranted' ? data.seatRole : 'none';
    return [send('note', { type: 'NoteSeat', data: { accountId, organisationId, seatRole, revision } })];
  },
};
