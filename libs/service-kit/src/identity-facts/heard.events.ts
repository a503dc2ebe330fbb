import type { DomainEvent, ServiceName, StorageContract } from '@guildhall/kernel';
import type { PublicSigningJwk } from '../auth/key-ring.js';

/** Tokens of this session are refused until `denyUntil` (wall clock). Stream `<service>.session-<sessionId>`. */
export type SessionRevoked = DomainEvent<'SessionRevoked', { sessionId: string; accountId: string; denyUntil: string }>;
/** A key that verifies access tokens; instants by the wall clock. Stream `<service>.signingkey-<kid>`. */
export type SigningKeyPublished = DomainEvent<
  'SigningKeyPublished',
  { kid: string; jwk: PublicSigningJwk; notBefore: string; notAfter: string }
>;
/** Business time is wall time plus `offsetMs`. Stream `<service>.clock-sandbox`. */
export type SandboxClockMoved = DomainEvent<'SandboxClockMoved', { offsetMs: number }>;
/**
 * The keys of a person are destroyed. Stream `<service>.subject-<subjectId>`. `legalHoldUntil`: when what the law keeps goes as well; null:
 * nothing is kept, or no longer, so a person under hold is told of twice.
 */
export type SubjectForgotten = DomainEvent<
  'SubjectForgotten',
  { subjectId: string; pseudonymId: string; requestedAt: string; legalHoldUntil: string | null }
>;

/** What every service keeps of identity's facts, in its own streams. */
export type HeardEvent = SessionRevoked | SigningKeyPublished | SandboxClockMoved | SubjectForgotten;

export const SESSION_CATEGORY = 'session';
export const SIGNING_KEY_CATEGORY = 'signingkey';
export const CLOCK_CATEGORY = 'clock';
export const SUBJECT_CATEGORY = 'subject';
/** Key of the one clock stream. */
export const SANDBOX = 'sandbox';

/** Storage contracts of the heard facts; identity has its own aggregates in these categories and does not use them. */
export const heardStorages = (service: ServiceName) =>
  ({
    session: {
      category: `${service}.${SESSION_CATEGORY}`,
      schemaVersions: { SessionRevoked: 1 },
    } satisfies StorageContract<SessionRevoked>,
    signingKey: {
      category: `${service}.${SIGNING_KEY_CATEGORY}`,
      schemaVersions: { SigningKeyPublished: 1 },
    } satisfies StorageContract<SigningKeyPublished>,
    clock: {
      category: `${service}.${CLOCK_CATEGORY}`,
      schemaVersions: { SandboxClockMoved: 1 },
    } satisfies StorageContract<SandboxClockMoved>,
    subject: {
      category: `${service}.${SUBJECT_CATEGORY}`,
      schemaVersions: { SubjectForgotten: 1 },
    } satisfies StorageContract<SubjectForgotten>,
  }) as const;
