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

type Envelope = Pick<OutboxMessage, 'to' | 'partyId'>;

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
  private readonly known = new Map<string, Envelope>();

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
    for (const [name, mail] of await this.finished()) {
      if (mail.partyId !== partyId && !addresses.includes(mail.to)) continue;
      await rm(join(this.folder, name), { force: true });
      this.known.delete(name);
    }
    // Unfinished ones, which a crash has left: looked at as text, since they may end anywhere.
    const marks = [...addresses.map((to) => field({ to })), field({ partyId })];
    for (const name of (await this.names()).filter((one) => !isFinished(one))) {
      const path = join(this.folder, name);
      const text = await unlessMissing(readFile(path, 'utf8'), '');
      if (marks.some((mark) => text.includes(mark))) await rm(path, { force: true });
    }
  }

  async count(partyId: string): Promise<number> {
    return [...(await this.finished()).values()].filter((mail) => mail.partyId === partyId).length;
  }

  /** Mails that lie here, by file. One never changes, so each is read once. */
  private async finished(): Promise<ReadonlyMap<string, Envelope>> {
    const names = new Set((await this.names()).filter(isFinished));
    for (const name of this.known.keys()) if (!names.has(name)) this.known.delete(name);
    for (const name of names) {
      if (this.known.has(name)) continue;
      const text = await unlessMissing(readFile(join(this.folder, name), 'utf8'), '');
      if (text === '') continue;
      const { to, partyId } = JSON.parse(text) as OutboxMessage;
      this.known.set(name, { to, partyId });
    }
    return new Map(this.known);
  }

  private names(): Promise<readonly string[]> {
    return unlessMissing(readdir(this.folder), []);
  }
}

const isFinished = (name: string): boolean => name.endsWith('.json');

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
