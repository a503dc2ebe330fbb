import { FACT, type SandboxClockMoved, type SessionRevoked, type SigningKeyPublished } from '@guildhall/event-catalogue';
import { send, type FactInput, type Reaction } from '@guildhall/kernel';

/** Notes a revoked session in `<service>.session-<sessionId>`. */
export const sessionRevocations: Reaction<FactInput<SessionRevoked>> = {
  kind: 'reaction',
  name: 'session-revocations',
  from: [],
  react: ({ data }) => [send('note', { type: 'NoteSessionRevoked', data })],
};

/** Notes a published signing key in `<service>.signingkey-<kid>`. */
export const signingKeys: Reaction<FactInput<SigningKeyPublished>> = {
  kind: 'reaction',
  name: 'signing-keys',
  from: [],
  react: ({ data }) => [send('note', { type: 'NoteSigningKey', data })],
};

/** Notes a move of the sandbox clock in `<service>.clock-sandbox`. */
export const sandboxClock: Reaction<FactInput<SandboxClockMoved>> = {
  kind: 'reaction',
  name: 'sandbox-clock',
  from: [],
  react: ({ data }) => [send('note', { type: 'NoteSandboxClock', data })],
};

/** What every service but identity takes from identity's facts. */
export const HEARD_PROCESSES = [sessionRevocations, signingKeys, sandboxClock] as const;
export const HEARD_FACTS = {
  session: FACT.SessionRevoked,
  signingKey: FACT.SigningKeyPublished,
  clock: FACT.SandboxClockMoved,
} as const;
