import { send, type Reaction } from '@guildhall/kernel';
import type { ContractEvent } from '../../domain/contract/contract.events.js';
import type { ReviewsCommand } from '../../domain/reviews/reviews.decider.js';

type Own = Extract<ContractEvent, { type: 'ReviewsDue' | 'FullRefundKnown' }>;
const order = (command: ReviewsCommand) => [send('order', command)];

/** A paid, ended contract opens the window of its reviews; a full refund later on marks them. */
export const reviewWindows: Reaction<Own> = {
  kind: 'reaction',
  name: 'review-windows',
  from: ['reputation.contract'],
  react({ type, data }) {
    switch (type) {
      case 'ReviewsDue':
        return order({ type: 'OpenWindow', data });
      case 'FullRefundKnown':
        return order({ type: 'FlagReviews', data: { contractId: data.contractId, flag: 'full_refund' } });
    }
  },
};
