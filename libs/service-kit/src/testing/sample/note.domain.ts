import {
  DomainError,
  type Command,
  type Decider,
  type DomainEvent,
  type ErrorTable,
  type ServiceName,
  type StorageContract,
} from '@guildhall/kernel';

type Ended = { sessionId: string; accountId: string; denyUntil: string };

/** A small aggregate for service-kit's own specs: a note with an owner, written once, amended, echoed; it can end a session. */
export type NoteEvent =
  | DomainEvent<'NoteWritten', { ownerPartyId: string; text: string }>
  | DomainEvent<'NoteAmended', { text: string }>
  | DomainEvent<'NoteEchoed', { of: string }>
  | DomainEvent<'SessionEnded', Ended>;

export const noteStorage = (service: ServiceName) =>
  ({
    category: `${service}.note`,
    schemaVersions: { NoteWritten: 1, NoteAmended: 1, NoteEchoed: 1, SessionEnded: 1 },
  }) as const satisfies StorageContract<NoteEvent>;

/** Codes begin with the service's name, whichever the sample plays. */
export const noteErrors = (service: ServiceName): ErrorTable => ({
  'CONTRACTS.NOTE_CLOSED': 'conflict',
  [`${service.toUpperCase()}.STEP_UP_REQUIRED`]: 'unauthenticated',
});

export type NoteCommand =
  | Command<'WriteNote', { ownerPartyId: string; text: string }>
  | Command<'AmendNote', { text: string }>
  | Command<'EchoNote', { noteId: string; of: string }>
  | Command<'EndSession', Ended>;
export type NoteState = Readonly<{ ownerPartyId: string | null; text: string }>;

export const noteDecider: Decider<NoteCommand, NoteEvent, NoteState> = {
  initialState: () => ({ ownerPartyId: null, text: '' }),
  decide({ type, data }, state) {
    switch (type) {
      case 'WriteNote':
        return state.ownerPartyId === null ? [{ type: 'NoteWritten', data }] : [];
      case 'AmendNote':
        if (state.text === 'closed')
          throw new DomainError('CONTRACTS.NOTE_CLOSED', 'conflict', 'A closed note stays as it is', { allowed: [] });
        return [{ type: 'NoteAmended', data }];
      case 'EchoNote':
        return [{ type: 'NoteEchoed', data: { of: data.of } }];
      case 'EndSession':
        return [{ type: 'SessionEnded', data }];
    }
  },
  evolve(state, { type, data }) {
    switch (type) {
      case 'NoteWritten':
        return { ownerPartyId: data.ownerPartyId, text: data.text };
      case 'NoteAmended':
        return { ...state, text: data.text };
      case 'NoteEchoed':
      case 'SessionEnded':
        return state;
    }
  },
};
