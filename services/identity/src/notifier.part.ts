import { SERVICE_CONFIG, viewOf } from '@guildhall/service-kit';
import type { IdentityConfig } from './config.js';
import { contractNoticesStorage } from './domain/notice/contract-notices.decider.js';
import { noticeStorage } from './domain/notice/notice.decider.js';
import type { IdentityPart } from './identity.part.js';
import { NoticeReceivers } from './notifier/notice-receivers.js';
import { NoticeSender } from './notifier/notice-sender.js';
import { NotifierRoutes } from './notifier/notifier.routes.js';
import { FolderOutbox, OUTBOX, type Outbox } from './notifier/outbox.js';
import { SmtpOutbox } from './notifier/smtp-outbox.js';
import { accountNotices } from './processes/notifier/account-notices.process.js';
import { contractNotices } from './processes/notifier/contract-notices.process.js';
import { dueNotices } from './processes/notifier/due-notices.process.js';
import { notifierGroup, NotifierListener } from './processes/notifier/notifier.listener.js';
import { partyNotices } from './processes/notifier/party-notices.process.js';

/** By mail where a server is set, else into the folder. */
const outboxOf = (config: IdentityConfig): Outbox => {
  const folder = new FolderOutbox(config.outboxDir);
  const { mail } = config;
  return mail
    ? new SmtpOutbox(
        viewOf(() => config.mail ?? mail),
        folder,
      )
    : folder;
};

/** The notifier: a module of identity because it needs contact data from the write model, and tells them to nobody. */
export const notifierPart: IdentityPart = {
  storages: [noticeStorage, contractNoticesStorage],
  projections: [],
  processes: [accountNotices, partyNotices, contractNotices, dueNotices] as IdentityPart['processes'],
  facts: [],
  controllers: [NotifierListener],
  providers: [NoticeReceivers, NoticeSender, { provide: OUTBOX, useFactory: outboxOf, inject: [SERVICE_CONFIG] }],
  routes: NotifierRoutes,
  listens: ['contracts', 'payments', 'disputes'],
  groups: [notifierGroup],
};
