import { defineProjection } from '@guildhall/event-sourcing';
import type { DisputeEvent } from '../../domain/dispute/dispute.events.js';
import { evolveDispute } from '../../domain/dispute/dispute.evolve.js';
import { noDispute, type DisputeState } from '../../domain/dispute/dispute.state.js';
import { BEFORE_DECIDED } from '../../domain/dispute/dispute.transitions.js';

/**
 * One dispute as its parties, its mediator and arbitrator and the senior queue see it. `handlers`: accounts that work on it; `senior`:
 * why it lies in the senior queue. `sortKey` begins with the opening's instant.
 */
export type CaseDocument = Readonly<{
  case: DisputeState;
  parties: readonly string[];
  handlers: readonly string[];
  progress: 'open' | 'closed';
  senior: readonly string[];
  sortKey: string;
}>;

/** Forced decisions, splits that payments refused, and cases that nobody could take. */
const seniorReasonsOf = ({ status, escalations, blocked, wanted }: DisputeState): readonly string[] => [
  ...(BEFORE_DECIDED.includes(status) ? escalations.map(({ reason }) => reason as string) : []),
  ...(status === 'repair' && blocked ? ['execution_blocked'] : []),
  ...(wanted === null ? [] : ['nobody_assigned']),
];

export const documentOf = (state: DisputeState): CaseDocument => {
  const { opened, mediator, arbitration, status } = state;
  const handlers = [mediator?.mediatorAccountId, arbitration?.arbitratorAccountId].filter((id) => id !== undefined);
  return {
    case: state,
    parties: opened ? [opened.clientPartyId, opened.freelancerPartyId] : [],
    handlers,
    progress: status === 'closed' ? 'closed' : 'open',
    senior: seniorReasonsOf(state),
    sortKey: `${opened?.openedAt ?? ''}|${opened?.disputeId ?? ''}`,
  };
};

export const disputeCases = defineProjection<DisputeEvent, CaseDocument>({
  name: 'dispute-cases',
  version: 1,
  from: ['disputes.dispute'],
  indexes: [
    { key: { parties: 1, sortKey: -1 } },
    { key: { handlers: 1, progress: 1, sortKey: 1 } },
    { key: { progress: 1, sortKey: 1 } },
    { key: { senior: 1, sortKey: 1 } },
  ],
  ids: ({ streamKey }) => [streamKey],
  reduce(document, { type, data }) {
    const before = document?.case ?? noDispute;
    // A type that only a newer version knows falls through the fold.
    return documentOf(evolveDispute(before, { type, data } as DisputeEvent) ?? before);
  },
});
