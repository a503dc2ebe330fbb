import {
  cancelTimer,
  escalate,
  send,
  startTimer,
  type CommandRefused,
  type OwnEvent,
  type ProcessManager,
  type TimerDue,
} from '@guildhall/kernel';

type On = { briefId: string; proposalId: string; at: string };
type Input =
  | OwnEvent<'AwardGiven', On & { expiresAt: string }>
  | OwnEvent<'AwardTakenBack', On>
  | OwnEvent<'SlotTaken', On>
  | OwnEvent<'ProposalLeft', On>
  | TimerDue<'award', Omit<On, 'at'>>
  | CommandRefused<{ briefId: string; proposalId: string }>;

/** Ends an award that nobody accepted in time (gigs.md, awarded → expired). One process a proposal; a later award starts its clock anew. */
export const awardExpiry: ProcessManager<Input, null> = {
  name: 'award-expiry',
  from: ['gigs.brief'],
  correlate({ type, data }) {
    switch (type) {
      case 'AwardGiven':
      case 'AwardTakenBack':
      case 'SlotTaken':
      case 'ProposalLeft':
      case 'timer.award':
      case 'CommandRefused':
        return data.proposalId;
    }
  },
  initialState: () => null,
  evolve: (state) => state,
  react({ type, data }, _state, { occurredAt }) {
    switch (type) {
      case 'AwardGiven':
        return [
          cancelTimer('award'),
          startTimer('award', data.expiresAt, { briefId: data.briefId, proposalId: data.proposalId }),
        ];
      case 'AwardTakenBack':
      case 'SlotTaken':
      case 'ProposalLeft':
        return [cancelTimer('award')];
      case 'timer.award':
        return [send('expire', { type: 'LeaveBrief', data: { ...data, as: 'expired', at: occurredAt } })];
      case 'CommandRefused':
        return [escalate(data.code)]; // a tick that came too late is no refusal: nothing refuses this one
    }
  },
};
