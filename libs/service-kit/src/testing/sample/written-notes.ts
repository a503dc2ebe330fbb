import type { EventStore } from '@guildhall/event-sourcing';
import type { Answer } from './sample-processes.js';

/** The note that a 201 tells of. */
export const noteOf = ({ body }: Answer): string => (body as { noteId: string }).noteId;

/** How often each note of a service is written in the log: once, where nothing is doubled. */
export const notesInLog = async (log: Pick<EventStore, 'readAll'>, service: string): Promise<ReadonlyMap<string, number>> => {
  const counts = new Map<string, number>();
  for await (const { type, streamKey } of log.readAll({ prefixes: [`${service}.note-`] }))
    if (type === 'NoteWritten') counts.set(streamKey, (counts.get(streamKey) ?? 0) + 1);
  return counts;
};
