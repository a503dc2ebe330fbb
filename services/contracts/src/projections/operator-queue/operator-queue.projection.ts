import { defineProjection } from '@guildhall/event-sourcing';
import type { Instant } from '@guildhall/kernel';
import type { ContractEvent } from '../../domain/contract/contract.events.js';

/** Something that operators look at. `id`: of the funding or of the refused instruction; `since`: first time. */
export type QueueItem = Readonly<{
  kind: 'funding_failed' | 'instruction_refused';
  id: string;
  milestoneIds: readonly string[];
  reasonCode: string;
  since: Instant;
  attempts: number;
}>;
/** The open items of one contract; without any there is no document. */
export type QueueDocument = Readonly<{ items: readonly QueueItem[]; kinds: readonly string[]; sortKey: string }>;

const SETTLED: readonly string[] = ['MilestoneSettled', 'MilestoneRefundSeen', 'MilestoneSettledBySplit', 'MilestoneDropped'];
const LOOKED_AT: readonly string[] = [
  'FundingFailureSeen',
  'MilestoneFundingSeen',
  'InstructionRefusalSeen',
  'ContractDeclined',
  'ContractEnded',
  'MilestoneApproved',
  'PartialReleaseApproved',
  'RefundApproved',
  'SplitAgreed',
  ...SETTLED,
];

/** Fundings that failed and instructions that were refused, until they come through or are given again. */
export const operatorQueue = defineProjection<ContractEvent, QueueDocument>({
  name: 'operator-queue',
  version: 1,
  from: ['contracts.contract'],
  indexes: [{ key: { sortKey: 1 } }, { key: { kinds: 1, sortKey: 1 } }],
  ids: ({ type, streamKey }) => (LOOKED_AT.includes(type) ? [streamKey] : []),
  reduce(document, event) {
    const before = document?.items ?? [];
    const items = itemsAfter(before, event);
    if (items === before) return document;
    const [oldest] = [...items].sort((a, b) => a.since.localeCompare(b.since));
    if (!oldest) return null;
    return { items, kinds: [...new Set(items.map(({ kind }) => kind))], sortKey: `${oldest.since}|${event.streamKey}` };
  },
});

const itemsAfter = (items: readonly QueueItem[], event: ContractEvent): readonly QueueItem[] => {
  if (event.type === 'FundingFailureSeen') {
    const { fundingId: id, milestoneIds, reasonCode, attempt: attempts, seenAt: since } = event.data;
    return upsert(items, { kind: 'funding_failed', id, milestoneIds, reasonCode, since, attempts });
  }
  if (event.type === 'InstructionRefusalSeen') {
    const { instructionId: id, kind, milestoneId, reasonCode, seenAt: since } = event.data;
    const milestoneIds = milestoneId === undefined ? [] : [milestoneId];
    const queued = kind === 'funding' ? 'funding_failed' : 'instruction_refused';
    return upsert(items, { kind: queued, id, milestoneIds, reasonCode, since, attempts: 1 });
  }
  if (event.type === 'MilestoneFundingSeen') return without(items, ({ id }) => id === event.data.fundingId);
  if (event.type === 'ContractDeclined' || event.type === 'ContractEnded') return without(items, () => true);
  if ('repeats' in event.data) {
    const { repeats } = event.data;
    return without(items, ({ id }) => id === repeats);
  }
  if (SETTLED.includes(event.type) && 'milestoneId' in event.data) {
    const { milestoneId } = event.data;
    return without(items, ({ milestoneIds }) => milestoneId !== undefined && milestoneIds.includes(milestoneId));
  }
  return items;
};

const upsert = (items: readonly QueueItem[], item: QueueItem): readonly QueueItem[] => {
  const known = items.find(({ id }) => id === item.id);
  return [...items.filter(({ id }) => id !== item.id), known ? { ...item, since: known.since } : item];
};
const without = (items: readonly QueueItem[], gone: (item: QueueItem) => boolean): readonly QueueItem[] =>
  items.some(gone) ? items.filter((item) => !gone(item)) : items;
