import type { Command, Decider, DomainEvent, StorageContract } from '@guildhall/kernel';

type Case = { partyId: string; disputeId: string };

export type StandingEvent = DomainEvent<'CaseNoted', Case> | DomainEvent<'CaseEndNoted', Case>;
export type StandingCommand = Command<'NoteCase', Case> | Command<'NoteCaseEnd', Case>;

/** Disputes that the party is in, and those that have ended: a late word of the opening does not open them again. */
export type StandingState = Readonly<{ open: readonly string[]; ended: readonly string[] }>;

/** Stream `identity.standing-<partyId>`: what was heard of a party that is no requirement. */
export const standingStorage = {
  category: 'identity.standing',
  schemaVersions: { CaseNoted: 1, CaseEndNoted: 1 },
} as const satisfies StorageContract<StandingEvent>;

/** Notes the cases of a party, in whatever order they are heard. Never refuses. */
export const standingDecider: Decider<StandingCommand, StandingEvent, StandingState> = {
  initialState: () => ({ open: [], ended: [] }),
  decide({ type, data }, { open, ended }) {
    if (ended.includes(data.disputeId)) return [];
    switch (type) {
      case 'NoteCase':
        return open.includes(data.disputeId) ? [] : [{ type: 'CaseNoted', data }];
      case 'NoteCaseEnd':
        return [{ type: 'CaseEndNoted', data }];
    }
  },
  evolve({ open, ended }, { type, data: { disputeId } }) {
    switch (type) {
      case 'CaseNoted':
        return { open: [...open, disputeId], ended };
      case 'CaseEndNoted':
        return { open: open.filter((one) => one !== disputeId), ended: [...ended, disputeId] };
    }
  },
};
