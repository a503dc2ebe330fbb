import {
  escalate,
  send,
  startTimer,
  type CommandRefused,
  type Instant,
  type OwnEvent,
  type ProcessManager,
  type TimerDue,
} from '@guildhall/kernel';

type Whose = { subjectId: string };
type Input =
  | OwnEvent<'ErasureRequested', Whose>
  | OwnEvent<'SubjectForgotten', Whose & { legalHoldUntil: Instant | null }>
  | TimerDue<'hold-over', Whose>
  | CommandRefused<Whose>;

/** Carries an erasure out: destroys keys, and those that the law keeps when it no longer does. One process a person. */
export const erasure: ProcessManager<Input, null> = {
  name: 'erasure',
  from: ['identity.subject'],
  correlate({ type, data }) {
    // The end of a hold has no case here: the runner passes it by.
    switch (type) {
      case 'ErasureRequested':
      case 'SubjectForgotten':
      case 'timer.hold-over':
      case 'CommandRefused':
        return data.subjectId;
    }
  },
  initialState: () => null,
  evolve: () => null,
  react({ type, data }) {
    const { subjectId } = data;
    switch (type) {
      case 'ErasureRequested':
        return [send('forget', { type: 'ForgetSubject', data: { subjectId } })];
      case 'SubjectForgotten':
        return data.legalHoldUntil === null ? [] : [startTimer('hold-over', data.legalHoldUntil, { subjectId })];
      case 'timer.hold-over':
        return [send('destroy-held', { type: 'ForgetHeld', data: { subjectId } })];
      case 'CommandRefused':
        return [escalate(data.code)];
    }
  },
};
