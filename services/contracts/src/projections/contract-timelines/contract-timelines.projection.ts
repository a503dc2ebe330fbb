import { defineProjection } from '@guildhall/event-sourcing';
import type { Actor, Instant } from '@guildhall/kernel';
import type { ContractEvent } from '../../domain/contract/contract.events.js';

/** One thing that happened; `revision` is that of the stream, so that a timeline can be cut where a dispute began. */
export type TimelineEntry = Readonly<{
  revision: number;
  at: Instant;
  type: string;
  actor: Actor;
  milestoneId: string | null;
  data: object;
}>;
export type TimelineDocument = Readonly<{ entries: readonly TimelineEntry[] }>;

/** Everything that happened to a contract, in order: the activity timeline, and the bundle of disputes as of a revision. */
export const contractTimelines = defineProjection<ContractEvent, TimelineDocument>({
  name: 'contract-timelines',
  version: 1,
  from: ['contracts.contract'],
  ids: ({ streamKey }) => [streamKey],
  reduce(document, { revision, occurredAt: at, type, actor, data }) {
    const milestoneId = 'milestoneId' in data ? (data.milestoneId ?? null) : null;
    const entry = { revision: Number(revision), at, type, actor, milestoneId, data };
    return { entries: [...(document?.entries ?? []), entry] };
  },
});
