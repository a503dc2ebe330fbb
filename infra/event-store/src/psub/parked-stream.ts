import { createHash } from 'node:crypto';
import { LINK_TYPE, resolve } from '../log/links.js';
import type { Log } from '../log/log.js';
import { revivedJson } from '../log/metadata.js';
import { metadataStreamOf, type StoredEvent } from '../log/record.js';
import { append, jsonEvent, remove, unlessTombstoned } from './bookkeeping-stream.js';
import { messageOf, type Message } from './message.js';

/** The part of a parked stream that can be seen: `first` to `last`, both included; empty where `first` is above. */
export type ParkedRange = Readonly<{ first: number; last: number }>;

const NOTHING: ParkedRange = { first: 0, last: -1 };

/** A group's parked messages: links to the events, with the reason in their metadata. */
export class ParkedStream {
  constructor(
    private readonly log: Log,
    private readonly stream: string,
    private readonly incarnation: string,
  ) {}

  range(): ParkedRange {
    return unlessTombstoned(() => {
      const { head, first } = this.log.visible(this.stream);
      return { first, last: head.lastRevision };
    }, NOTHING);
  }

  /**
   * Resolves once it is durable; fails with `NotWritten`. Parking a message twice leaves it there once: the link's id is made
   * from the message's. `now` is milliseconds since 1970.
   */
  park(message: Message, reason: string, now: number): Promise<void> {
    const { event, link } = message.event;
    // A link that leads nowhere is passed on as it is.
    const target = event ? `${event.revision}@${event.stream}` : Buffer.from(link?.data ?? []).toString('utf8');
    const metadata = { added: new Date(now).toISOString(), reason, subscriptionEventNumber: (link ?? event)?.revision ?? 0 };
    return append(this.log, this.stream, {
      id: this.#linkId(message),
      type: LINK_TYPE,
      isJson: false,
      data: Buffer.from(target),
      metadata: Buffer.from(JSON.stringify(metadata)),
    });
  }

  /** Parked messages from a revision, included, to another, excluded. */
  read(from: number, to: number, limit: number): readonly Message[] {
    return unlessTombstoned(() => {
      const { head, first } = this.log.visible(this.stream);
      const events = this.log.reader.streamForwards(head.id, Math.max(from, first), to - 1, limit);
      return events.map((event) => this.#message(event));
    }, []);
  }

  /** Hides everything below a revision, keeping what else the stream's metadata say. Fails with `NotWritten`. */
  truncateBefore(revision: number): Promise<void> {
    const json = unlessTombstoned(() => this.log.visible(this.stream).head.metadataJson, null);
    return append(this.log, metadataStreamOf(this.stream), jsonEvent('$metadata', revivedJson(json, revision)));
  }

  delete(): Promise<void> {
    return remove(this.log, this.stream);
  }

  #message(link: StoredEvent): Message {
    const { event } = resolve(this.log, link);
    // What somebody wrote there by hand is no link and goes out as it is.
    const resolved = link.type === LINK_TYPE ? { ...(event && { event }), link } : { event: link };
    return messageOf(resolved, { kind: 'parked', revision: link.revision });
  }

  #linkId({ id, origin }: Message): string {
    const place = origin.kind === 'source' ? origin.position : 'replayed';
    const digest = createHash('sha1').update(`${this.incarnation}|${this.stream}|${place}|${id}`).digest();
    // A UUID of version 8 (RFC 9562): bits of our own.
    digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
    digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
    return digest.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }
}
