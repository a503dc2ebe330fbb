import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
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

/** Whose messages: those about the own party, and those to any of the person's addresses. */
export type Addressee = Readonly<{ partyId: string; addresses: readonly string[] }>;

/** Where messages leave the platform. Writing one twice leaves one. */
export interface Outbox {
  write(message: OutboxMessage): Promise<void>;
  /** Removes the messages to a person that are still here; what has left is beyond reach. A repeat goes on. */
  erase(addressee: Addressee): Promise<void>;
  /** How many messages about a party are still here. */
  count(partyId: string): Promise<number>;
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

  async erase({ partyId, addresses }: Addressee): Promise<void> {
    // Unfinished ones as well, which a crash has left: looked at as text, since they may end anywhere.
    const marks = [...addresses.map((to) => field({ to })), field({ partyId })];
    for (const { path, text } of await this.files())
      if (marks.some((mark) => text.includes(mark))) await rm(path, { force: true });
  }

  async count(partyId: string): Promise<number> {
    return (await this.files()).filter(({ text }) => text.includes(field({ partyId }))).length;
  }

  private async files(): Promise<readonly Readonly<{ path: string; text: string }>[]> {
    const names = await unlessMissing(readdir(this.folder), []);
    const paths = names.map((name) => join(this.folder, name));
    return Promise.all(paths.map(async (path) => ({ path, text: await unlessMissing(readFile(path, 'utf8'), '') })));
  }
}

/** A field with its value as it stands in a file. */
const field = (one: Readonly<Record<string, string>>): string => JSON.stringify(one, null, 2).slice(2, -2).trim();

/** Nothing was ever written, or somebody else has removed it meanwhile. */
const unlessMissing = async <T>(work: Promise<T>, missing: T): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return missing;
    throw error;
  }
};
