import { randomUUID } from 'node:crypto';
import type { FilterSpec } from '../log/filter.js';
import type { Log } from '../log/log.js';
import { NotWritten } from './bookkeeping-stream.js';
import { systemClock, type Clock } from './clock.js';
import { Configuration } from './configuration.js';
import type { Consumer } from './connected-consumer.js';
import type { GroupDefinition } from './definition.js';
import { GroupExists, GroupFailed, GroupFull, GroupMissing } from './group-errors.js';
import type { GroupInfo } from './info.js';
import { GroupState } from './group-state.js';
import { keyOf } from './names.js';
import { PersistentSubscription, type Connection } from './persistent-subscription.js';
import type { GroupSettings } from './settings.js';
import { sourceOf } from './source.js';

/** Names a group by its source, a stream or `$all`, and its own name. */
export type GroupName = Readonly<{ stream: string; group: string }>;

/** All persistent-subscription groups of a log. Changes are carried out one after another and are durable when they resolve. */
export class PersistentSubscriptions {
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #configuration: Configuration;
  readonly #groups = new Map<string, PersistentSubscription>();
  #lastChange: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(log: Log, clock: Clock = systemClock) {
    this.#log = log;
    this.#clock = clock;
    this.#configuration = new Configuration(log);
  }

  /** Begins to run the groups that the log knows. */
  start(): void {
    for (const definition of this.#configuration.load()) this.#open(definition);
  }

  /** Stops all groups; their consumers' calls are ended by whoever ends the server's calls. */
  stop(): void {
    this.#stopped = true;
    for (const subscription of this.#groups.values()) subscription.halt();
    this.#groups.clear();
  }

  /** What is known of every group, or of those on one stream (`$all` too). Rates begin a new interval with each call. */
  infos(stream?: string): readonly GroupInfo[] {
    return [...this.#groups.values()]
      .filter(({ definition }) => stream === undefined || definition.stream === stream)
      .map((subscription) => subscription.info());
  }

  /** Fails with `GroupMissing`. Rates begin a new interval with each call. */
  info(name: GroupName): GroupInfo {
    return this.#find(name).info();
  }

  /** Fails with `GroupExists`, and with `GroupFailed` where the log does not take it. `by` is the user's name. */
  create({ stream, group }: GroupName, settings: GroupSettings, filter: FilterSpec | undefined, by: string): Promise<void> {
    // As of the request: what is appended from now on belongs to a group that starts at the end.
    const origin = sourceOf(this.#log, { stream, settings, filter }).end();
    return this.#change({ stream, group }, async () => {
      if (this.#groups.has(keyOf(stream, group))) throw new GroupExists(stream, group);
      const definition = { stream, group, settings, filter, origin, incarnation: randomUUID() };
      // What a deletion that was cut short may have left would be taken for this group's progress.
      await new GroupState(this.#log, definition).delete();
      await this.#save([...this.#definitions(), definition], by);
      this.#open(definition);
    });
  }

  /** Keeps progress, filter and parked messages; consumers are dropped. Fails with `GroupMissing` and `GroupFailed`. */
  update({ stream, group }: GroupName, settings: GroupSettings, by: string): Promise<void> {
    const origin = sourceOf(this.#log, { stream, settings, filter: undefined }).end();
    return this.#change({ stream, group }, async () => {
      const subscription = this.#find({ stream, group });
      const definition = { ...subscription.definition, settings, origin };
      await subscription.keepProgress();
      await this.#save([...this.#definitions().filter((other) => other !== subscription.definition), definition], by);
      subscription.drop();
      this.#open(definition, subscription.place);
    });
  }

  /** Drops its consumers and removes what it kept. Fails with `GroupMissing` and `GroupFailed`. */
  delete(name: GroupName, by: string): Promise<void> {
    return this.#change(name, async () => {
      const subscription = this.#find(name);
      await this.#save(
        this.#definitions().filter((other) => other !== subscription.definition),
        by,
      );
      subscription.drop();
      this.#groups.delete(keyOf(name.stream, name.group));
      await subscription.forget();
    });
  }

  /** Delivers parked messages once more, below a revision of the parked stream where `stopAt` names one. Fails with `GroupMissing`. */
  replayParked(name: GroupName, stopAt: number | undefined): void {
    this.#find(name).replayParked(stopAt);
  }

  /** Drops all consumers and runs all groups anew from what the log says. */
  restart(): Promise<void> {
    const restarted = this.#lastChange.then(() => {
      for (const subscription of this.#groups.values()) subscription.drop();
      this.#groups.clear();
      this.start();
    });
    this.#lastChange = restarted;
    return restarted;
  }

  /** Fails with `GroupMissing`, and with `GroupFull` where the group has its limit of consumers. */
  connect(name: GroupName, consumer: Consumer): Connection {
    const connection = this.#find(name).connect(consumer);
    if (!connection) throw new GroupFull(name.stream, name.group);
    return connection;
  }

  #find({ stream, group }: GroupName): PersistentSubscription {
    const found = this.#groups.get(keyOf(stream, group));
    if (!found) throw new GroupMissing(stream, group);
    return found;
  }

  #definitions(): readonly GroupDefinition[] {
    return [...this.#groups.values()].map(({ definition }) => definition);
  }

  #open(definition: GroupDefinition, from?: number): void {
    if (this.#stopped) return;
    const key = keyOf(definition.stream, definition.group);
    this.#groups.set(key, new PersistentSubscription(this.#log, definition, this.#clock, from));
  }

  #save(definitions: readonly GroupDefinition[], by: string): Promise<void> {
    return this.#configuration.save(definitions, by, this.#clock.now());
  }

  #change({ stream, group }: GroupName, change: () => Promise<void>): Promise<void> {
    const changed = this.#lastChange.then(change).catch((fault: unknown) => {
      throw fault instanceof NotWritten ? new GroupFailed(stream, group, fault.message) : fault;
    });
    // The next one waits for this one, however it ends; its own caller hears how.
    this.#lastChange = changed.catch(() => undefined);
    return changed;
  }
}
