import type { Decider, DomainEvent, ServiceName, StorageContract } from '@guildhall/kernel';
import { noteDecider, noteStorage, type NoteCommand, type NoteEvent, type NoteState } from './note.domain.js';

/** What a version of the sample stores, and how it decides. */
export type NoteVersion = Readonly<{
  storage: (service: ServiceName) => StorageContract<NoteEvent>;
  decider: Decider<NoteCommand, NoteEvent, NoteState>;
}>;
export const NOTE_VERSION = Symbol('NOTE_VERSION');

export const present: NoteVersion = { storage: noteStorage, decider: noteDecider };

/** An event type that the present version does not know. */
type NotePinned = DomainEvent<'NotePinned', { text: string }>;

const withColour = (event: NoteEvent): NoteEvent =>
  event.type === 'NoteWritten' ? ({ ...event, data: { ...event.data, colour: 'green' } } as NoteEvent) : event;

const nextDecider: Decider<NoteCommand, NoteEvent | NotePinned, NoteState> = {
  initialState: () => noteDecider.initialState(),
  decide(command, state) {
    const events = noteDecider.decide(command, state).map(withColour);
    return command.type === 'AmendNote' ? [{ type: 'NotePinned', data: command.data }, ...events] : events;
  },
  evolve: (state, event) => (event.type === 'NotePinned' ? state : noteDecider.evolve(state, event)),
};

/** The sample as its next version might be: an optional field more in what is written, a new event type before each amendment. */
export const next: NoteVersion = {
  storage: (service) => {
    const { category, schemaVersions } = noteStorage(service);
    return { category, schemaVersions: { ...schemaVersions, NotePinned: 1 } };
  },
  decider: nextDecider as NoteVersion['decider'],
};
