import type { SandboxClockMoved, SessionRevoked, SigningKeyPublished, SubjectForgotten } from '@guildhall/event-catalogue';
import { send, type FactInput, type Reaction } from '@guildhall/kernel';

/** Notes a revoked session in `<service>.session-<sessionId>`. */
export const sessionRevocations: Reaction<FactInput<SessionRevoked>> = {
  kind: 'reaction',
  name: 'session-revocations',
  from: [],
  react: ({ data: { sessionId, accountId, denyUntil } }) => [
    send('note', { type: 'NoteSessionRevoked', data: { sessionId, accountId, denyUntil } }),
  ],
};

/** Notes a published signing key in `<service>.signingkey-<kid>`. */
export const signingKeys: Reaction<FactInput<SigningKeyPublished>> = {
  kind: 'reaction',
  name: 'signing-keys',
  from: [],
  react: ({ data: { kid, jwk, notBefore, notAfter } }) => [
    send('note', {
      type: 'NoteSigningKey',
      data: { kid, jwk: { kty: jwk.kty, crv: jwk.crv, x: jwk.x, kid: jwk.kid }, notBefore, notAfter },
    }),
  ],
};

/** Notes a move of the sandbox clock in `<service>.clock-sandbox`. */
export const sandboxClock: Reaction<FactInput<SandboxClockMoved>> = {
  kind: 'reaction',
  name: 'sandbox-clock',
  from: [],
  react: ({ data: { offsetMs } }) => [send('note', { type: 'NoteSandboxClock', data: { offsetMs } })],
};

/** Notes a forgotten person in `<service>.subject-<subjectId>`: every process of the service then drops what it could still open. */
export const forgottenSubjects: Reaction<FactInput<SubjectForgotten>> = {
  kind: 'reaction',
  name: 'forgotten-subjects',
  from: [],
  react: ({ data: { subjectId, pseudonymId, requestedAt, legalHoldUntil } }) => [
    send('note', { type: 'NoteSubjectForgotten', data: { subjectId, pseudonymId, requestedAt, legalHoldUntil } }),
  ],
};

/** What every service but identity takes from identity's facts. */
export const HEARD_PROCESSES = [sessionRevocations, signingKeys, sandboxClock, forgottenSubjects] as const;
