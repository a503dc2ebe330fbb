import { randomUUID } from 'node:crypto';
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '@guildhall/kernel';
import type { NoticeTemplate } from '../domain/notice/notice.templates.js';

/** A message ready to leave. `data` holds what the template fills in, the code of a mailed code among it. */
export type OutboxMessage = Readonly<{
  noticeId: string;
  factId: string;
  template: NoticeTemplate;
  to: string;
  partyId: string;
  locale: string;
  at: Instant;
  data: Readonly<Record<string, string>>;
}>;

/** Where messages leave the platform. Writing one twice leaves one. */
export interface Outbox {
  write(message: OutboxMessage): Promise<void>;
}
export const OUTBOX = Symbol('OUTBOX');

/** The local outbox: a folder with one JSON file a message, which appears whole or not at all. */
export class FolderOutbox implements Outbox {
  constructor(private readonly folder: string) {}

  async write(message: OutboxMessage): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const unfinished = join(this.folder, `.${randomUUID()}.part`);
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(message, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, join(this.folder, `${message.noticeId}.json`));
  }
}
