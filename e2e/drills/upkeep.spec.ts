import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { journeyConfig } from '../market/config.js';
import { commandLine, type CommandLine } from './command-line.js';
import { OF_DAYS, standing } from './firing.js';
import { seriesOfText, type Scrape } from './platform.js';
import { itTried } from './tried.js';

const DAY_MINUTES = 24 * 60;
const UPKEEP = ['silent', 'fires', 'silent', 'fires'] as const;

describe('Drills: backups and their restores grow old', () => {
  let guildhall: CommandLine;
  let folder: string;
  beforeAll(async () => {
    guildhall = await commandLine();
    folder = await mkdtemp(join(tmpdir(), 'guildhall-drill-'));
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const at = (name: string): string => join(folder, name);
  /** What Prometheus' textfile collector reads. */
  const textfile = async (name: string): Promise<Scrape> => new Map(seriesOfText(await readFile(at(name), 'utf8')));

  /**
   * One file that nothing renews for so many days, then another one; and one that is lost. The alert's judgement of the first day, of them
   * all, of the last, and of as many days without a series.
   */
  const judged = (alert: string, first: Scrape, second: Scrape, days: number, beginsMs: number) => {
    const family = [...first.keys()];
    const later = new Map([...second].map(([series, value]) => [series, value + days * DAY_MINUTES * 60] as const));
    const [fresh, old, renewed, lost] = [
      { seen: first, minutes: DAY_MINUTES / 2 },
      { seen: first, minutes: days * DAY_MINUTES },
      { seen: later, minutes: DAY_MINUTES / 2 },
      { seen: new Map<string, number>(), minutes: days * DAY_MINUTES },
    ];
    return [[fresh], [old], [old, renewed], [fresh, lost]].map((moments) =>
      standing(alert, 'severity="warn"', moments, family, { pace: OF_DAYS, beginsMs }),
    );
  };

  itTried(
    'BackupOld and RestoreDrillOld: the log is copied while it is written, tried, and then nobody does it again',
    async () => {
      const beginsMs = Date.now();
      const data = join(journeyConfig().dataDir, 'event-store');
      const backup = async (name: string): Promise<Scrape> => {
        await guildhall('event-store', 'backup', '--data', data, '--to', at(`${name}.backup`), '--dry-run');
        await guildhall('event-store', 'backup', '--data', data, '--to', at(`${name}.backup`), '--metrics', at(`${name}.prom`));
        return textfile(`${name}.prom`);
      };
      const attempt = async (name: string): Promise<Scrape> => {
        const to = ['--from', at(`${name}.backup`), '--data', at(`${name}.tried`), '--reason', 'a try'];
        await guildhall('event-store', 'restore', ...to, '--metrics', at(`${name}.restored.prom`));
        await guildhall('event-store', 'verify', '--data', at(`${name}.tried`));
        return textfile(`${name}.restored.prom`);
      };
      const backups = [await backup('first'), await backup('second')] as const;
      const attempts = [await attempt('first'), await attempt('second')] as const;
      expect({
        BackupOld: judged('BackupOld', ...backups, 2, beginsMs),
        RestoreDrillOld: judged('RestoreDrillOld', ...attempts, 37, beginsMs),
      }).toEqual({ BackupOld: UPKEEP, RestoreDrillOld: UPKEEP });
    },
  );
});
