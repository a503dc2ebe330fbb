import { addMinutes, send, startTimer, type OwnEvent, type ProcessManager, type TimerDue } from '@guildhall/kernel';
import { defineProjection } from '@guildhall/event-sourcing';
import type { NoteEvent } from './note.domain.js';

export type NoteDocument = Readonly<{ ownerPartyId: string; text: string; echoes: number }>;

export const notes = defineProjection<NoteEvent, NoteDocument>({
  name: 'notes',
  version: 1,
  from: ['contracts.note'],
  ids: ({ streamKey }) => [streamKey],
  reduce(document, { type, data }) {
    switch (type) {
      case 'NoteWritten':
        return { ownerPartyId: data.ownerPartyId, text: data.text, echoes: 0 };
      case 'NoteAmended':
        return document && { ...document, text: data.text };
      case 'NoteEchoed':
        return document && { ...document, echoes: document.echoes + 1 };
    }
  },
});

type Input = OwnEvent<'NoteWritten', { ownerPartyId: string; text: string }> | TimerDue<'echo', { noteId: string; of: string }>;

/** Echoes a note a quarter of an hour after it was written: own event, durable timer, command. */
export const echo: ProcessManager<Input, null> = {
  name: 'echo',
  from: ['contracts.note'],
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
};
