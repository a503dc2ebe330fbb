import type { Command, Decider } from '@guildhall/kernel';
import type { SandboxClockMoved, SessionRevoked, SigningKeyPublished, SubjectForgotten } from './heard.events.js';

export type NoteSessionRevoked = Command<'NoteSessionRevoked', SessionRevoked['data']>;
export type NoteSigningKey = Command<'NoteSigningKey', SigningKeyPublished['data']>;
export type NoteSubjectForgotten = Command<'NoteSubjectForgotten', SubjectForgotten['data']>;
export type NoteSandboxClock = Command<'NoteSandboxClock', SandboxClockMoved['data']>;

/** Notes a revocation; a later one may lengthen the denial, never shorten it. State: denied until (ISO), null: not revoked. */
export const heardSession: Decider<NoteSessionRevoked, SessionRevoked, string | null> = {
  initialState: () => null,
  decide: ({ data }, until) => (until !== null && until >= data.denyUntil ? [] : [{ type: 'SessionRevoked', data }]),
  evolve: (_, { data }) => data.denyUntil,
};

/** Notes a key with its validity; a key told again with the same end changes nothing. State: its `notAfter`. */
export const heardSigningKey: Decider<NoteSigningKey, SigningKeyPublished, string | null> = {
  initialState: () => null,
  decide: ({ data }, notAfter) => (notAfter === data.notAfter ? [] : [{ type: 'SigningKeyPublished', data }]),
  evolve: (_, { data }) => data.notAfter,
};

/** Notes the sandbox clock, forward only. State: the offset in ms. */
export const heardClock: Decider<NoteSandboxClock, SandboxClockMoved, number> = {
  initialState: () => 0,
  decide: ({ data }, offsetMs) => (data.offsetMs > offsetMs ? [{ type: 'SandboxClockMoved', data }] : []),
  evolve: (_, { data }) => data.offsetMs,
};

/** Notes that a person is forgotten, and that the hold is over; told again, nothing new. State: what was noted, null: nothing. */
export const heardSubject: Decider<
  NoteSubjectForgotten,
  SubjectForgotten,
  Pick<SubjectForgotten['data'], 'legalHoldUntil'> | null
> = {
  initialState: () => null,
  // A person whose hold is over stays that: the fact of the beginning may come late.
  decide: ({ data }, noted) =>
    noted && (noted.legalHoldUntil === null || noted.legalHoldUntil === data.legalHoldUntil)
      ? []
      : [{ type: 'SubjectForgotten', data }],
  evolve: (_, { data: { legalHoldUntil } }) => ({ legalHoldUntil }),
};
