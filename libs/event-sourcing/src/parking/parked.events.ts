import type { DomainEvent, StorageContract } from '@guildhall/kernel';
import type { ParkedMessage } from './parking.port.js';

/** Who did it: an account of role operator, or `system` for a runner; and why, in words. */
type By = Readonly<{ accountId: string; reason: string }>;
type Place = Readonly<{ messageId: string; key: string }>;

/** What happens in `<service>.parked-<process>`. */
export type ParkedEvent =
  | DomainEvent<'MessageParked', ParkedMessage>
  /** Handled at last; it is no longer waiting. */
  | DomainEvent<'MessageDrained', Place>
  | DomainEvent<'MessageDiscarded', Place & { by: By }>
  /** An operator asked for the key to be tried again. */
  | DomainEvent<'RetryAsked', { key: string; by: By }>;

/** Storage of parked messages of a service; the stream's key is the process. */
export const parkedStorage = (service: string): StorageContract<ParkedEvent> => ({
  category: `${service}.parked`,
  schemaVersions: { MessageParked: 1, MessageDrained: 1, MessageDiscarded: 1, RetryAsked: 1 },
});

/** What waits in one stream, oldest first. */
export type Waiting = ReadonlyMap<string, ParkedMessage>;

export const nothingWaits: Waiting = new Map();

/** The state after an event of the stream; later versions of this code meet unknown types as no change. */
export const evolveWaiting = (waiting: Waiting, { type, data }: ParkedEvent): Waiting => {
  switch (type) {
    case 'MessageParked':
      return waiting.has(data.messageId) ? waiting : new Map(waiting).set(data.messageId, data);
    case 'MessageDrained':
    case 'MessageDiscarded': {
      const rest = new Map(waiting);
      rest.delete(data.messageId);
      return rest;
    }
    case 'RetryAsked':
      return waiting;
  }
};
