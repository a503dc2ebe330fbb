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
  | DomainEvent<'MailWritten', { mailId: string }>;

export type NoticeCommand =
  Command<'PrepareNotice', EventData<NoticeEvent, 'NoticePrepared'>> | Command<'NoteMailWritten', { mailId: string }>;

export type NoticeState = Readonly<{
  status: '(none)' | 'prepared' | 'sent' | 'undeliverable';
  preparedAt: Instant;
  /** Mails that the outbox may not hold yet. */
  open: readonly Mail[];
}>;

/** Stream `identity.notice-<factId>_<partyId>`: the effect ledger of mail (patterns.md P16). */
export const noticeStorage = {
  category: 'identity.notice',
  schemaVersions: { NoticePrepared: 1, NoticeUndeliverable: 1, MailWritten: 1 },
} as const satisfies StorageContract<NoticeEvent>;

export const noticeKey = (factId: string, partyId: string): string => `${factId}_${partyId}`;

/** A notice about one fact to one party. Its commands come from processes: none is ever refused. */
export const noticeDecider: Decider<NoticeCommand, NoticeEvent, NoticeState> = {
  initialState: () => ({ status: '(none)', preparedAt: '', open: [] }),
  decide({ type, data }, state) {
    switch (type) {
      case 'PrepareNotice': {
        if (state.status !== '(none)') return [];
        const { factId, partyId, mails, preparedAt } = data;
        if (mails.length === 0) return [{ type: 'NoticeUndeliverable', data: { factId, partyId, at: preparedAt } }];
        return [{ type: 'NoticePrepared', data }];
      }
      case 'NoteMailWritten':
        return state.open.some(({ mailId }) => mailId === data.mailId) ? [{ type: 'MailWritten', data }] : [];
    }
  },
  evolve(state, { type, data }) {
    switch (type) {
      case 'NoticePrepared':
        return { status: 'prepared', preparedAt: data.preparedAt, open: data.mails };
      case 'NoticeUndeliverable':
        return { ...state, status: 'undeliverable' };
      case 'MailWritten': {
        const open = state.open.filter(({ mailId }) => mailId !== data.mailId);
        return { ...state, status: open.length === 0 ? 'sent' : 'prepared', open };
      }
    }
  },
};
