import type { ResolvedEvent } from '../log/links.js';

/** Where a message came from: the group's source, or its parked messages when they are replayed. */
export type Origin =
  /** `sequence` counts the messages of the source since the group began to run. */
  | Readonly<{ kind: 'source'; position: number; sequence: number }>
  /** `revision` of the link in the parked stream. */
  | Readonly<{ kind: 'parked'; revision: number }>;

/** What a consumer is given. `id` is what it answers with: the link's where the event was reached by a link, else the event's. */
export type Message = Readonly<{ id: string; event: ResolvedEvent; origin: Origin }>;

export const messageOf = (event: ResolvedEvent, origin: Origin): Message => ({
  id: (event.link ?? event.event)?.id ?? '',
  event,
  origin,
});

/** A message that nobody has at the moment. `retries` counts its failed deliveries. */
export type Waiting = Readonly<{ message: Message; retries: number }>;

/** What a consumer wants to happen with messages that it did not handle. */
export type NackAction = 'unknown' | 'park' | 'retry' | 'skip' | 'stop';

// Replayed messages go behind everything that the source has to send again.
const REPLAYED = 2 ** 52;

/** Place among messages to be sent again: as the source had them, replayed ones last. */
export const orderOf = ({ origin }: Message): number => (origin.kind === 'source' ? origin.sequence : REPLAYED + origin.revision);
