import { createRequire } from 'node:module';

/** The part of kafkajs' private request queue that the patch touches. */
export interface RequestQueueInternals {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  readonly throttleCheckTimeoutId: unknown;
  scheduleCheckPendingRequests(): void;
}

type RequestQueueClass = { readonly prototype: RequestQueueInternals };

const patched = Symbol.for('guildhall.kafkajs.idle-timer-patch');

/**
 * kafkajs 2.2.4 re-arms a 1 ms timer for ever on an idle connection: about 900 timers a second, 4 % of a core, and Node 24 prints
 * `TimeoutNegativeWarning` (stack.md, "Kafka"). Patched, it arms none while nothing is pending and no throttle is active. A spec fails
 * when kafkajs changes what is patched here.
 */
export const idleTimerPatch = {
  /** The class of kafkajs that holds the timer: not part of its public interface. */
  requestQueue(): RequestQueueClass {
    return createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as RequestQueueClass;
  },

  /** Patches once a process; repeated calls do nothing. */
  apply(): void {
    const prototype = idleTimerPatch.requestQueue().prototype as RequestQueueInternals & { [patched]?: true };
    if (prototype[patched]) return;
    const original = prototype.scheduleCheckPendingRequests;
    prototype.scheduleCheckPendingRequests = function scheduleUnlessIdle(this: RequestQueueInternals): void {
      if (this.pending.length === 0 && this.throttledUntil <= Date.now()) return;
      original.call(this);
    };
    prototype[patched] = true;
  },
};
