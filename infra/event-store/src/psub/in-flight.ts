import type { Message, Waiting } from './message.js';

/** A message with a consumer, since `sentAt` (milliseconds). */
export type Flight<C> = Waiting & Readonly<{ consumer: C; sentAt: number }>;

/** The messages that consumers have and did not answer yet, by their id, first sent first. */
export class InFlight<C> {
  readonly #flights = new Map<string, Flight<C>>();

  get size(): number {
    return this.#flights.size;
  }

  has({ id }: Message): boolean {
    return this.#flights.has(id);
  }

  add(flight: Flight<C>): void {
    this.#flights.set(flight.message.id, flight);
  }

  take(id: string): Flight<C> | undefined {
    const flight = this.#flights.get(id);
    if (flight) this.#flights.delete(id);
    return flight;
  }

  takeOf(consumer: C): readonly Flight<C>[] {
    const theirs = [...this.#flights.values()].filter((flight) => flight.consumer === consumer);
    for (const { message } of theirs) this.#flights.delete(message.id);
    return theirs;
  }

  /** Takes what was sent at `latest` (milliseconds) or before. */
  takeSentBy(latest: number): readonly Flight<C>[] {
    const late: Flight<C>[] = [];
    for (const flight of this.#flights.values()) {
      if (flight.sentAt > latest) break;
      late.push(flight);
    }
    for (const { message } of late) this.#flights.delete(message.id);
    return late;
  }

  /** When the oldest was sent. */
  oldest(): number | undefined {
    for (const { sentAt } of this.#flights.values()) return sentAt;
    return undefined;
  }
}
