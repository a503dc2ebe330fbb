import { follow, type EventStore, type Follower, type Forgotten, type StoredEvent } from '@guildhall/event-sourcing';
import type { ServiceName } from '@guildhall/kernel';
import { DENY_WINDOW_MS, type DenyList } from '../auth/deny-list.js';
import type { KeyRing } from '../auth/key-ring.js';
import type { BusinessClock } from '../clock/business-clock.js';
import type { WallClock } from '../clock/wall-clock.js';
import type { Logger } from '../telemetry/logger.js';
import {
  CLOCK_CATEGORY,
  SESSION_CATEGORY,
  SIGNING_KEY_CATEGORY,
  SUBJECT_CATEGORY,
  type HeardEvent,
  type SubjectForgotten,
} from './heard.events.js';

export type IdentityFollowerOptions = Readonly<{
  service: ServiceName;
  store: EventStore;
  keys: KeyRing;
  denied: DenyList;
  clock: BusinessClock;
  wall: WallClock;
  sandboxMode: 'sandbox' | 'real-time';
  /** Told of persons whose keys are gone, at every start of all of them; a rejection is repeated. */
  forget(forgotten: readonly Forgotten[]): Promise<void>;
  logger: Logger;
}>;

/**
 * Keeps verification keys, deny-list, sandbox clock and forgotten persons of one process up to date from the service's own log: all of
 * it before the service is ready, then live. Revocations older than 6 minutes are passed over: their tokens have expired.
 */
export const followIdentity = (options: IdentityFollowerOptions): Follower => {
  const { service, store, denied, wall, logger } = options;
  return follow({
    store,
    prefixes: [SESSION_CATEGORY, SIGNING_KEY_CATEGORY, CLOCK_CATEGORY, SUBJECT_CATEGORY].map(
      (category) => `${service}.${category}-`,
    ),
    handle: async ({ events }) => {
      for (const event of events) apply(event, options);
      denied.prune(wall.nowMs());
      await options.forget(events.flatMap(forgottenBy));
    },
    onFault: ({ where, error, attempt }) =>
      logger.warn({ err: error, where, attempt }, 'keys, denied sessions, clock and forgotten persons wait for the log'),
  });
};

const apply = (event: StoredEvent, { keys, denied, clock, wall, sandboxMode }: IdentityFollowerOptions): void => {
  const heard = heardEvent(event);
  if (!heard) return;
  switch (heard.type) {
    case 'SessionRevoked': {
      const recordedAtMs = Date.parse(event.recordedAt);
      const denyUntilMs = Date.parse(heard.data.denyUntil);
      if (Math.max(recordedAtMs + DENY_WINDOW_MS, denyUntilMs) >= wall.nowMs())
        denied.deny(heard.data.sessionId, denyUntilMs, recordedAtMs);
      return;
    }
    case 'SigningKeyPublished':
      return keys.publish(heard.data.jwk, heard.data.notBefore, heard.data.notAfter);
    case 'SandboxClockMoved':
      // Outside sandbox mode business time is real time, whatever an old log says.
      return sandboxMode === 'sandbox' ? clock.moveTo(heard.data.offsetMs) : undefined;
  }
};

/** The events of these streams that matter here; identity's sessions and keys hold others as well. */
const heardEvent = ({ type, data }: StoredEvent): Exclude<HeardEvent, SubjectForgotten> | null => {
  if (type !== 'SessionRevoked' && type !== 'SigningKeyPublished' && type !== 'SandboxClockMoved') return null;
  return { type, data } as Exclude<HeardEvent, SubjectForgotten>;
};

/** identity has events of its own for the end of a hold, in the same stream. */
const FORGETTING: ReadonlySet<string> = new Set(['SubjectForgotten', 'HeldKeysDestroyed']);

const forgottenBy = ({ id: eventId, type, data }: StoredEvent): readonly Forgotten[] =>
  FORGETTING.has(type) ? [{ eventId, subjectId: (data as SubjectForgotten['data']).subjectId }] : [];
