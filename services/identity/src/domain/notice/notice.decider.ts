import type { Command, Decider, DomainEvent, EventData, Instant, StorageContract } from '@guildhall/kernel';
import type { NoticeDetails, NoticeTemplate } from './notice.templates.js';

/**
 * One mail of a notice. The address is looked up when it is sent and never kept here; codes are derived again. `contact`: the account's
 * address before the present one, left out for the present one.
 */
export type Mail = Readonly<{
  mailId: string;
  template: NoticeTemplate;
  accountId: string;
  details: NoticeDetails;
  contact?: 'old';
}>;

export type NoticeEvent =
  /** Who is told what about a fact is settled once: a replay after a change of seats tells nobody anew. */
  | DomainEvent<'NoticePrepared', { factId: string; partyId: string; mails: readonly Mail[]; preparedAt: Instant }>
  /** Nobody to tell: the party's accounts are closed. */
  | DomainEvent<'NoticeUndeliverable', { factId: string; partyId: string; at: Instant }>
  | DomainEvent<'MailWritten', { mailId: string }>
  /** It will not arrive; `reply` is the mail server's number, 0 where none was asked. */
  | DomainEvent<'MailRefused', { mailId: string; reasonCode: string; reply: number }>;

export type NoticeCommand =
  | Command<'PrepareNotice', EventData<NoticeEvent, 'NoticePrepared'>>
  | Command<'NoteMailWritten', { mailId: string }>
  | Command<'NoteMailRefused', EventData<NoticeEvent, 'MailRefused'>>;

export type NoticeState = Readonly<{
  /** `refused`: nothing is open any more, and one mail or more will not arrive. */
  status: '(none)' | 'prepared' | 'sent' | 'refused' | 'undeliverable';
  preparedAt: Instant;
  /** Mails that the outbox may not hold yet. */
  open: readonly Mail[];
  refused: number;
}>;

/** Stream `identity.notice-<factId>_<partyId>`: the effect ledger of mail (patterns.md P16). */
export const noticeStorage = {
  category: 'identity.notice',
  schemaVersions: { NoticePrepared: 1, NoticeUndeliverable: 1, MailWritten: 1, MailRefused: 1 },
} as const satisfies StorageContract<NoticeEvent>;

export const noticeKey = (factId: string, partyId: string): string => `${factId}_${partyId}`;

/** A notice about one fact to one party. Its commands come from processes: none is ever refused. */
export const noticeDecider: Decider<NoticeCommand, NoticeEvent, NoticeState> = {
  initialState: () => ({ status: '(none)', preparedAt: '', open: [], refused: 0 }),
  decide({ type, data }, state) {
    switch (type) {
      case 'PrepareNotice': {
        if (state.status !== '(none)') return [];
        const { factId, partyId, mails, preparedAt } = data;
        if (mails.length === 0) return [{ type: 'NoticeUndeliverable', data: { factId, partyId, at: preparedAt } }];
        return [{ type: 'NoticePrepared', data }];
      }
      case 'NoteMailWritten':
        return isOpen(state, data.mailId) ? [{ type: 'MailWritten', data }] : [];
      case 'NoteMailRefused':
        return isOpen(state, data.mailId) ? [{ type: 'MailRefused', data }] : [];
    }
  },
  evolve(state, { type, data }) {
    switch (type) {
      case 'NoticePrepared':
        return { ...state, status: 'prepared', preparedAt: data.preparedAt, open: data.mails };
      case 'NoticeUndeliverable':
        return { ...state, status: 'undeliverable' };
      case 'MailWritten':
        return closed(state, data.mailId, state.refused);
      case 'MailRefused':
        return closed(state, data.mailId, state.refused + 1);
    }
  },
};

const isOpen = ({ open }: NoticeState, mailId: string): boolean => open.some((mail) => mail.mailId === mailId);

const closed = (state: NoticeState, mailId: string, refused: number): NoticeState => {
  const open = state.open.filter((mail) => mail.mailId !== mailId);
  const end = refused > 0 ? 'refused' : 'sent';
  return { ...state, status: open.length === 0 ? end : 'prepared', open, refused };
};
