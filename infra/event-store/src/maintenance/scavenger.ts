import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Log } from '../log/log.js';
import { messageOf } from '../log/sqlite-errors.js';
import { ScavengeHistory, type ScavengeEnd } from './scavenge-history.js';

/** Longest delay that a timer can hold, in milliseconds. */
const MAX_DELAY = 2_147_483_647;

type Running = Readonly<{ id: string; done: Promise<ScavengeEnd>; stop: () => void }>;

export type Started = Readonly<{ id: string; kind: 'started' | 'in-progress' }>;

/** Scavenges the log, one at a time, while it serves: between two steps every append and read gets its turn. */
export class Scavenger {
  readonly #log: Log;
  readonly #history: ScavengeHistory;
  #running: Running | undefined;
  #schedule: NodeJS.Timeout | undefined;

  /** `node`: host and port, which the history names. */
  constructor(log: Log, node: () => string) {
    this.#log = log;
    this.#history = new ScavengeHistory(log, node);
  }

  /**
   * Writes down that scavenges which an earlier process began were interrupted. What cannot be written down now (a full disk) is by
   * the next start: it does not keep the server from serving.
   */
  async noteInterrupted(): Promise<void> {
    for (const id of this.#history.unfinished())
      await this.#written(id, { result: 'Interrupted', error: 'The node was restarted.', milliseconds: 0, bytes: 0 });
  }

  /** Begins a scavenge; where one is running, names that one. */
  start(): Started {
    if (this.#running) return { id: this.#running.id, kind: 'in-progress' };
    const id = randomUUID();
    const asked = new AbortController();
    const done = this.#run(id, asked.signal).finally(() => {
      this.#running = undefined;
    });
    this.#running = { id, done, stop: () => asked.abort() };
    return { id, kind: 'started' };
  }

  /** Asks the running scavenge to stop after its step, if it is the one named. */
  stop(id: string): 'stopped' | 'not-found' {
    if (this.#running?.id !== id) return 'not-found';
    this.#running.stop();
    return 'stopped';
  }

  /** How the running scavenge ends; undefined where none is running. */
  get ending(): Promise<ScavengeEnd> | undefined {
    return this.#running?.done;
  }

  /** Scavenges every so many milliseconds from now on, counted from the last start. */
  scheduleEvery(milliseconds: number): void {
    clearInterval(this.#schedule);
    this.#schedule = setInterval(() => this.start(), Math.min(milliseconds, MAX_DELAY)).unref();
  }

  /** Ends the schedule, and what is running after its step. */
  async close(): Promise<void> {
    clearInterval(this.#schedule);
    this.#running?.stop();
    await this.#running?.done;
  }

  async #run(id: string, asked: AbortSignal): Promise<ScavengeEnd> {
    const begun = this.#log.now();
    let bytes = 0;
    const end = (result: ScavengeEnd['result'], error: string): Promise<ScavengeEnd> =>
      this.#written(id, { result, error, bytes, milliseconds: this.#log.now() - begun });
    try {
      await this.#history.started(id);
      for (const removed of this.#steps(begun)) {
        bytes += removed;
        if (asked.aborted) return await end('Stopped', '');
        await setImmediate();
      }
      return await end('Success', '');
    } catch (error) {
      return await end('Errored', messageOf(error));
    }
  }

  // What cannot be written down (a full disk) is told to who waits for it; the next start finds the scavenge interrupted.
  async #written(id: string, ended: ScavengeEnd): Promise<ScavengeEnd> {
    try {
      await this.#history.completed(id, ended);
      return ended;
    } catch (error) {
      return { ...ended, result: 'Errored', error: [ended.error, messageOf(error)].filter(Boolean).join(' ') };
    }
  }

  /** The scavenge step by step; each answers the bytes it removed. */
  *#steps(now: number): Iterable<number> {
    const { reclaim } = this.#log;
    for (const streams of reclaim.discardable(now)) {
      yield 0;
      for (const stream of streams) {
        for (let next = stream.from; next < stream.keptFrom;) {
          const removed = reclaim.discard(stream, next);
          next = removed.next;
          yield removed.bytes;
        }
      }
    }
    while (reclaim.shrink() > 0) yield 0;
    reclaim.settle();
  }
}
