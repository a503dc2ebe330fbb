import { setTimeout as delay } from 'node:timers/promises';
import { keptLayout } from '../platform/layout.js';
import { Obstacle } from '../supervision/obstacle.js';
import { PidFiles } from '../supervision/pid-files.js';
import { askState, readSupervisorFile, removeSupervisorFile } from './supervisor-file.js';

const STOP_DEADLINE_MS = 120_000;
const LOOK_EVERY_MS = 100;

/** Ends the platform of an offset in order, or what a crashed supervisor left of it. @throws {Obstacle} when it does not end */
export const stopPlatform = async (offset: number, say: (line: string) => void): Promise<void> => {
  const { supervisorFile, runDir } = keptLayout(offset);
  const record = readSupervisorFile(supervisorFile);
  if (record === undefined || (await askState(record)) === undefined) {
    const leftovers = await new PidFiles(runDir).endLeftovers();
    removeSupervisorFile(supervisorFile);
    say(leftovers.length === 0 ? 'nothing runs' : `ended what a crash had left behind: ${leftovers.join(', ')}`);
    return;
  }
  await fetch(`${record.controlUrl}/shutdown`, { method: 'POST' });
  say('stopping');
  const end = performance.now() + STOP_DEADLINE_MS;
  while ((await askState(record)) !== undefined || readSupervisorFile(supervisorFile) !== undefined) {
    if (performance.now() >= end)
      throw new Obstacle(`it does not end: end process ${String(record.pid)} yourself, then start again`);
    await delay(LOOK_EVERY_MS);
  }
  say('everything has stopped');
};
