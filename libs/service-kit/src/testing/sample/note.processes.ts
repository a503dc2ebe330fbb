import { sessionRevokedV1 } from '@guildhall/event-catalogue';
import { defineProjection } from '@guildhall/event-sourcing';
import {
  addMinutes,
  send,
  startTimer,
  type OwnEvent,
  type ProcessManager,
  type ServiceName,
  type TimerDue,
} from '@guildhall/kernel';
import { factsFrom, type FactMapping } from '@guildhall/messaging';
import { noteStorage, type NoteEvent } from './note.domain.js';

export type NoteDocument = Readonly<{ ownerPartyId: string; text: string; echoes: number }>;

export const notes = (service: ServiceName) =>
  defineProjection<NoteEvent, NoteDocument>({
    name: 'notes',
    version: 1,
    from: [`${service}.note`],
    ids: ({ streamKey }) => [streamKey],
    reduce(document, { type, data }) {
      switch (type) {
        case 'NoteWritten':
          return { ownerPartyId: data.ownerPartyId, text: data.text, echoes: 0 };
        case 'NoteAmended':
          return document && { ...document, text: data.text };
        case 'NoteEchoed':
          return document && { ...document, echoes: document.echoes + 1 };
        case 'SessionEnded':
          return document;
      }
    },
  });

type Input = OwnEvent<'NoteWritten', { ownerPartyId: string; text: string }> | TimerDue<'echo', { noteId: string; of: string }>;

/** Echoes a note a quarter of an hour after it was written: own event, durable timer, command. */
export const echo = (service: ServiceName): ProcessManager<Input, null> => ({
  name: 'echo',
  from: [`${service}.note`],
  correlate: (input, frame) => {
    switch (input.type) {
      case 'NoteWritten':
        return frame.streamKey;
      case 'timer.echo':
        return input.data.noteId;
    }
  },
  initialState: () => null,
  evolve: (state) => state,
  react(input, _, frame) {
    switch (input.type) {
      case 'NoteWritten':
        return [startTimer('echo', addMinutes(frame.occurredAt, 15), { noteId: frame.streamKey, of: input.data.text })];
      case 'timer.echo':
        return [send('echo', { type: 'EchoNote', data: { noteId: input.data.noteId, of: input.data.of } })];
    }
  },
});

/** The sample borrows a fact of identity's: the catalogue holds no fact of notes. */
export const sessionEnded = (service: ServiceName): FactMapping =>
  factsFrom<NoteEvent>(noteStorage(service))('SessionEnded', sessionRevokedV1, ({ data }) => data);
