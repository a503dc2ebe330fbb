import { cancelTimer, escalate, send, startTimer } from '@guildhall/kernel';
import type { CommandRefused, OwnEvent, ProcessManager, TimerDue } from '@guildhall/kernel';
import { lapsesAt } from '../../domain/restriction/restriction.policy.js';

type Review = { restrictionId: string; reviewDate: string };
type Input =
  | OwnEvent<'PartyRestricted', Review>
  | OwnEvent<'RestrictionLifted', { restrictionId: string }>
  | TimerDue<'review-date', Review>
  | CommandRefused<{ restrictionId: string }>;

/** Lifts a restriction at 24:00 UTC of its review date if nobody has looked at it; each step starts the time anew. */
export const restrictionReview: ProcessManager<Input, null> = {
  name: 'restriction-review',
  from: ['identity.restriction'],
  correlate({ type, data }) {
    // Other events of the category have no case here: the runner passes them by.
    switch (type) {
      case 'PartyRestricted':
      case 'RestrictionLifted':
      case 'timer.review-date':
      case 'CommandRefused':
        return data.restrictionId;
    }
  },
  initialState: () => null,
  evolve: () => null,
  react({ type, data }, _, { occurredAt: at }) {
    switch (type) {
      case 'PartyRestricted': {
        const { restrictionId, reviewDate } = data;
        return [cancelTimer('review-date'), startTimer('review-date', lapsesAt(reviewDate), { restrictionId, reviewDate })];
      }
      case 'RestrictionLifted':
        return [cancelTimer('review-date')];
      case 'timer.review-date': {
        const { restrictionId, reviewDate } = data;
        return [send('lapse', { type: 'Lapse', data: { restrictionId, reviewDate, at } })];
      }
      case 'CommandRefused':
        return [escalate(data.code)];
    }
  },
};
