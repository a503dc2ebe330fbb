import { FACT, type DisputeClosed, type DisputeOpened } from '@guildhall/event-catalogue';
import { escalate, send, type CommandRefused, type FactInput, type ProcessManager, type Send } from '@guildhall/kernel';
import type { StandingCommand } from '../../domain/standing/standing.decider.js';

type Whose = { disputeId: string };
type Input = FactInput<DisputeOpened> | FactInput<DisputeClosed> | CommandRefused<Whose>;

/** The closing names no party: the opening did. `ended`: the closing was heard, maybe first. */
type State = Readonly<{ parties: readonly string[]; ended: 'yes' | 'no' }>;

const toEach = (type: StandingCommand['type'], parties: readonly string[], disputeId: string): readonly Send[] =>
  parties.map((partyId) => send(`${type}-${partyId}`, { type, data: { partyId, disputeId } } satisfies StandingCommand));

/** Notes on both parties of a dispute that it is open: an erasure waits for its end (disputes.md, Erasure of a party mid-case). */
export const openCases: ProcessManager<Input, State> = {
  name: 'open-cases',
  from: [],
  correlate: ({ data }) => data.disputeId,
  initialState: () => ({ parties: [], ended: 'no' }),
  evolve(state, { type, data }) {
    switch (type) {
      case FACT.DisputeOpened:
        return { ...state, parties: [data.openedBy, data.against] };
      case FACT.DisputeClosed:
        return { ...state, ended: 'yes' };
      case 'CommandRefused':
        return state;
    }
  },
  react({ type, data }, { parties, ended }) {
    const { disputeId } = data;
    switch (type) {
      case FACT.DisputeOpened:
        return ended === 'yes' ? [] : toEach('NoteCase', parties, disputeId);
      case FACT.DisputeClosed:
        return toEach('NoteCaseEnd', parties, disputeId);
      case 'CommandRefused':
        return [escalate(data.code)];
    }
  },
};
