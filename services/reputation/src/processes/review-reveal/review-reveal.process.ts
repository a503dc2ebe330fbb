import { cancelTimer, escalate, send, startTimer } from '@guildhall/kernel';
import type { Command, CommandRefused, Instant, ProcessManager, TimerDue } from '@guildhall/kernel';
import type { ReviewsEvent } from '../../domain/reviews/reviews.events.js';

type Reviewed = Readonly<{ contractId: string }>;
/** Opens what is sealed where it may be opened; carried out by the reveal use case alone. */
export type RevealReviews = Command<'RevealReviews', Reviewed & { at: Instant }>;
type Own = Extract<ReviewsEvent, { type: 'ReviewWindowOpened' | 'ReviewSealed' | 'ReviewPublished' | 'ReviewWindowClosed' }>;
type Input = Own | TimerDue<'window', Reviewed> | CommandRefused<Reviewed>;

const BOTH = 2;
const reveal = (data: RevealReviews['data']) => [send('reveal', { type: 'RevealReviews', data } satisfies RevealReviews)];

/** Both reviews are published when the second is sealed, or what is there when the window is over. */
export const reviewReveal: ProcessManager<Input, null> = {
  name: 'review-reveal',
  from: ['reputation.reviews'],
  correlate({ type, data }) {
    // Other events of the category have no case here: the runner passes them by.
    switch (type) {
      case 'ReviewWindowOpened':
      case 'ReviewSealed':
      case 'ReviewPublished':
      case 'ReviewWindowClosed':
      case 'timer.window':
      case 'CommandRefused':
        return data.contractId;
    }
  },
  initialState: () => null,
  evolve: () => null,
  react({ type, data }, _, { occurredAt: at }) {
    const { contractId } = data;
    switch (type) {
      case 'ReviewWindowOpened':
        return [startTimer('window', data.closesAt, { contractId })];
      case 'ReviewSealed':
        return data.sides.length === BOTH ? reveal({ contractId, at }) : [];
      case 'timer.window':
        return reveal({ contractId, at });
      case 'ReviewPublished':
      case 'ReviewWindowClosed':
        return [cancelTimer('window')];
      case 'CommandRefused':
        return [escalate(data.code)]; // a review that does not match its commit: an alarm for operators
    }
  },
};
