import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from './eventually.js';

/** One message of the notifier as it lies in the local outbox. */
export type Notice = Readonly<{
  noticeId: string;
  factId: string;
  template: string;
  to: string;
  partyId: string;
  locale: string;
  at: string;
  data: Readonly<Record<string, string>>;
}>;

/** The folder into which the notifier of a local platform writes its messages, one file each. */
export class LocalOutbox {
  private readonly known = new Map<string, Notice>();

  constructor(private readonly folder: string) {}

  /** All messages so far. */
  async all(): Promise<readonly Notice[]> {
    const names = await readdir(this.folder).catch(() => []);
    for (const name of names) {
      if (!name.endsWith('.json') || this.known.has(name)) continue;
      this.known.set(name, JSON.parse(await readFile(join(this.folder, name), 'utf8')) as Notice);
    }
    return [...this.known.values()];
  }

  /** The newest message of a template to an address that is not in `except`; waits for it. */
  wait(to: string, template: string, except: ReadonlySet<string> = new Set()): Promise<Notice> {
    return eventually(`${template} to ${to}`, async () => {
      const fitting = (await this.all()).filter(
        (notice) => notice.to === to && notice.template === template && !except.has(notice.noticeId),
      );
      return fitting.sort((a, b) => (a.at < b.at ? -1 : 1)).at(-1);
    });
  }
}
