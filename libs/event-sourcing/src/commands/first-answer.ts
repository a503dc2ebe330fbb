import { DomainError } from '@guildhall/kernel';
import type { EventStore, StoredEvent } from '../store/event-store.port.js';
import type { CommandContext } from './command-context.js';
import { positionToken } from './new-events.js';
import { Written } from './written.js';

/** Events read at once; most commands append one or two. */
const PAGE = 16;

/**
 * The answer that a command got the first time, from its events, which lie together from revision `first` on. Throws
 * `COMMON.IDEMPOTENCY_KEY_REUSED` (422) where the first request was another one.
 */
export const firstAnswer = async (
  store: EventStore,
  stream: string,
  first: bigint,
  context: CommandContext,
): Promise<Written> => {
  const events = await eventsOf(store, stream, first, context.commandId);
  const last = events.at(-1);
  if (!last) throw new Error(`${stream} has no event of command ${context.commandId} at ${first}`);
  const before = last.metadata.requestHash;
  const { requestHash, formerRequestHash } = context;
  if (before !== undefined && requestHash !== undefined && before !== requestHash && before !== formerRequestHash) {
    throw new DomainError('COMMON.IDEMPOTENCY_KEY_REUSED', 'invalid', 'This Idempotency-Key was used for another request');
  }
  return new Written(positionToken(stream, last.position), last.revision, events, 'replayed', {});
};

const eventsOf = async (store: EventStore, stream: string, first: bigint, commandId: string): Promise<readonly StoredEvent[]> => {
  const events: StoredEvent[] = [];
  for (;;) {
    const from = first + BigInt(events.length);
    let read = 0;
    for await (const event of store.read(stream, { from, maxCount: PAGE })) {
      if (event.metadata.commandId !== commandId) return events;
      events.push(event);
      read += 1;
    }
    if (read < PAGE) return events;
  }
};
