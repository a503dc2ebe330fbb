import { randomUUID } from 'node:crypto';
import { readStream } from '../log/finite-read.js';
import { LINK_TYPE, resolve } from '../log/links.js';
import type { Log } from '../log/log.js';
import { metadataStreamOf, type ProposedEvent, type StoredEvent } from '../log/record.js';
import { StreamTombstoned } from '../log/stream-tombstoned.js';

const INDEX = '$scavenges';
const STARTED = '$scavengeStarted';
const COMPLETED = '$scavengeCompleted';
/** How long history can be read, in seconds: 30 days, as 23.10. */
const HISTORY_AGE = 30 * 24 * 60 * 60;

/** The words of 23.10. */
export type ScavengeResult = 'Success' | 'Stopped' | 'Errored' | 'Interrupted';
export type ScavengeEnd = Readonly<{ result: ScavengeResult; error: string; milliseconds: number; bytes: number }>;

/**
 * Writes down scavenges as the real server does: a stream `$scavenges-<id>` with what happened, and links to it in `$scavenges`.
 * Per chunk nothing is said, for there are none.
 */
export class ScavengeHistory {
  constructor(
    private readonly log: Log,
    private readonly node: () => string,
  ) {}

  async started(scavengeId: string): Promise<void> {
    await this.#limit(INDEX, {});
    await this.#limit(streamOf(scavengeId), {
      $acl: { $r: '$ops', $w: [], $d: [], $mr: '$ops', $mw: '$ops' },
    });
    await this.#write(scavengeId, STARTED, { alwaysKeepScavenged: false, mergeChunks: false, startFromChunk: 0, threads: 1 });
  }

  async completed(scavengeId: string, { result, error, milliseconds, bytes }: ScavengeEnd): Promise<void> {
    await this.#write(scavengeId, COMPLETED, {
      result,
      error,
      timeTaken: timeSpan(milliseconds),
      spaceSaved: bytes,
      maxChunkScavenged: 0,
    });
  }

  /** Ids of scavenges that began and never ended: the server was stopped in between. */
  unfinished(): readonly string[] {
    const open = new Set<string>();
    for (const link of this.#index()) {
      const { event } = resolve(this.log, link);
      if (!event) continue;
      const id = event.stream.slice(`${INDEX}-`.length);
      if (event.type === STARTED) open.add(id);
      else open.delete(id);
    }
    return [...open];
  }

  /** Links to what happened; none where somebody tombstoned the history. */
  #index(): readonly StoredEvent[] {
    try {
      return [...(readStream(this.log, INDEX, 0, 'forwards') ?? [])].flat();
    } catch (error) {
      if (error instanceof StreamTombstoned) return [];
      throw error;
    }
  }

  async #write(scavengeId: string, type: string, facts: Readonly<Record<string, unknown>>): Promise<void> {
    const stream = streamOf(scavengeId);
    const revision = await this.#append(stream, jsonEvent(type, { scavengeId, nodeEndpoint: this.node(), ...facts }));
    await this.#append(INDEX, { ...jsonEvent(LINK_TYPE, {}), isJson: false, data: Buffer.from(`${revision}@${stream}`) });
  }

  // Written once: an administrator may have changed it since.
  async #limit(stream: string, more: Readonly<Record<string, unknown>>): Promise<void> {
    if (this.log.visible(stream).head.metadataRevision >= 0) return;
    await this.#append(metadataStreamOf(stream), jsonEvent('$metadata', { $maxAge: HISTORY_AGE, ...more }));
  }

  async #append(stream: string, event: ProposedEvent): Promise<number> {
    const outcome = await this.log.execute({ kind: 'append', stream, expected: 'any', events: [event] });
    if (outcome.kind === 'written') return outcome.revision;
    throw new Error(
      `The scavenge could not be written down in ${stream}: ${'reason' in outcome ? outcome.reason : outcome.kind}`,
    );
  }
}

const streamOf = (scavengeId: string): string => `${INDEX}-${scavengeId}`;

const jsonEvent = (type: string, data: Readonly<Record<string, unknown>>): ProposedEvent => ({
  id: randomUUID(),
  type,
  isJson: true,
  data: Buffer.from(JSON.stringify(data)),
  metadata: new Uint8Array(0),
});

/** Milliseconds as .NET writes a TimeSpan: `[d.]hh:mm:ss.fffffff`. */
export function timeSpan(milliseconds: number): string {
  const whole = Math.floor(milliseconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const days = Math.floor(whole / 86_400_000);
  const clock = [Math.floor(whole / 3_600_000) % 24, Math.floor(whole / 60_000) % 60, Math.floor(whole / 1_000) % 60]
    .map(two)
    .join(':');
  return `${days > 0 ? `${days}.` : ''}${clock}.${String(whole % 1_000).padStart(3, '0')}0000`;
}
