import type { TransitionTable } from '@guildhall/kernel';
import type { NoticeCommand, NoticeEvent, NoticeState } from './notice.decider.js';

export const noticeTransitions: TransitionTable<NoticeState['status'], NoticeCommand['type'], NoticeEvent['type']> = {
  aggregate: 'notice',
  states: ['prepared', 'sent', 'refused', 'undeliverable'],
  ends: ['sent', 'refused', 'undeliverable'],
  rows: [
    {
      name: 'prepare',
      command: 'PrepareNotice',
      actors: ['system'],
      from: ['(none)'],
      to: ['prepared', 'undeliverable'],
      events: ['NoticePrepared', 'NoticeUndeliverable'],
      notify: ['party'],
    },
    {
      name: 'note mail written',
      command: 'NoteMailWritten',
      actors: ['system'],
      from: ['prepared'],
      to: ['prepared', 'sent', 'refused'],
      events: ['MailWritten'],
    },
    {
      name: 'note mail refused',
      command: 'NoteMailRefused',
      actors: ['system'],
      from: ['prepared'],
      to: ['prepared', 'refused'],
      events: ['MailRefused'],
    },
  ],
};
