import {
  addMinutes,
  isBefore,
  type Command,
  type Decider,
  type DomainEvent,
  type Instant,
  type StorageContract,
} from '@guildhall/kernel';
import { fail } from '../disputes.errors.js';
import policy from '../policies/dispute-v1.json' with { type: 'json' };

export type SlotEvent =
  | DomainEvent<'SlotTaken', { milestoneId: string; disputeId: string; takenAt: Instant }>
  | DomainEvent<'SlotFreed', { milestoneId: string; disputeId: string }>;

/** Stream `disputes.slot-<milestoneId>`: the one open dispute of a milestone. */
export const slotStorage = {
  category: 'disputes.slot',
  schemaVersions: { SlotTaken: 1, SlotFreed: 1 },
} as const satisfies StorageContract<SlotEvent>;

export type SlotCommand =
  /** `abandoned`: the holder whose dispute does not exist, as the caller has just looked; null where it does. */
  | Command<'TakeSlot', { milestoneId: string; disputeId: string; abandoned: string | null; at: Instant }>
  | Command<'FreeSlot', { milestoneId: string; disputeId: string }>;

export type SlotState = Readonly<{ holder: Readonly<{ disputeId: string; takenAt: Instant }> | null }>;

export const slotDecider: Decider<SlotCommand, SlotEvent, SlotState> = {
  initialState: () => ({ holder: null }),
  decide({ type, data }, { holder }) {
    const { milestoneId, disputeId } = data;
    switch (type) {
      case 'TakeSlot': {
        if (holder?.disputeId === disputeId) return [];
        const expired = holder !== null && !isBefore(data.at, addMinutes(holder.takenAt, policy.slotTakeoverMinutes));
        if (holder && !(expired && data.abandoned === holder.disputeId))
          throw fail('DISPUTES.ALREADY_OPEN', 'A dispute is open on this milestone');
        return [{ type: 'SlotTaken', data: { milestoneId, disputeId, takenAt: data.at } }];
      }
      case 'FreeSlot':
        return holder?.disputeId === disputeId ? [{ type: 'SlotFreed', data: { milestoneId, disputeId } }] : [];
    }
  },
  evolve(_, { type, data }) {
    switch (type) {
      case 'SlotTaken':
        return { holder: { disputeId: data.disputeId, takenAt: data.takenAt } };
      case 'SlotFreed':
        return { holder: null };
    }
  },
};
