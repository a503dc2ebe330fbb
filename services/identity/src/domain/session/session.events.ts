import type { DomainEvent, Instant, StorageContract } from '@guildhall/kernel';

/** All instants of sessions are wall time: the sandbox clock signs nobody out. */
export type SessionEvent =
  | DomainEvent<'SessionStarted', { sessionId: string; accountId: string; device: string; place: string; startedAt: Instant }>
  /** `generation` counts the refresh tokens of the family; the token itself is derived from it by HMAC and never stored. */
  | DomainEvent<'SessionRefreshed', { sessionId: string; generation: number; refreshedAt: Instant }>
  | DomainEvent<'SessionSteppedUp', { sessionId: string; at: Instant }>
  | DomainEvent<'SessionRevoked', { sessionId: string; accountId: string; denyUntil: Instant; reasonCode: string }>;

/** Stream `identity.session-<sessionId>`. */
export const sessionStorage = {
  category: 'identity.session',
  schemaVersions: { SessionStarted: 1, SessionRefreshed: 1, SessionSteppedUp: 1, SessionRevoked: 1 },
  personal: {
    SessionStarted: { device: { subject: 'accountId', purpose: 'contact' }, place: { subject: 'accountId', purpose: 'contact' } },
  },
} as const satisfies StorageContract<SessionEvent>;
