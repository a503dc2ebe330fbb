import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Layout } from '../platform/layout.js';
import { Obstacle } from '../supervision/obstacle.js';

/** What the event store's own commands say of a log. */
export interface SaidOfLog {
  readonly events: number;
  readonly lastPosition: string;
}

const SAID = /: (\d+) events in \d+ streams, the last at position (\d+)/;

/**
 * Runs a maintenance command of the embedded event store, as a program of its own.
 *
 * @throws {Obstacle} with its sentence when it cannot be done
 */
export const eventStoreProgram = (layout: Layout, args: readonly string[]): Promise<SaidOfLog> =>
  new Promise((resolve, reject) => {
    const main = join(layout.root, 'infra', 'event-store', 'dist', 'main.js');
    execFile(process.execPath, [main, ...args], (error, stdout, stderr) => {
      const [, events, lastPosition] = SAID.exec(stdout) ?? [];
      if (error === null && events !== undefined && lastPosition !== undefined) resolve({ events: Number(events), lastPosition });
      else reject(new Obstacle(`event store: ${stderr.trim() || stdout.trim() || (error?.message ?? 'it said nothing')}`));
    });
  });
