import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SystemProjections } from '../projections/system-projections.js';
import { ensureBuilt, runServer } from './child-process.js';
import { proofs } from './config.js';
import { derivedIn, expectedFrom } from './derived-links.js';
import { connect, until } from './fixture.js';
import { Lane, random } from './lane.js';
import { openLog, temporaryFolder } from './log-fixture.js';
import { settled } from './projections-fixture.js';

const LANES = 16;
const KILLS = Math.ceil(proofs.kills / 4);
const RUNNING = ['--run-projections', 'System', '--start-standard-projections', 'true'];

let folder: string;
let remove: () => void;
beforeAll(ensureBuilt, 60_000);
beforeEach(() => {
  ({ folder, remove } = temporaryFolder());
});
afterEach(() => remove());

/** One life of a server with all its projections running, killed somewhere within the load. */
async function life(chance: () => number): Promise<void> {
  const server = await runServer(folder, { args: RUNNING });
  const client = connect(server.port);
  const lanes: Lane[] = [];
  let dead = false;
  const work = async (): Promise<void> => {
    while (!dead) {
      const lane = new Lane(client, chance);
      lanes.push(lane);
      await lane.writeToTheEnd();
    }
  };
  const writers = Array.from({ length: LANES }, work);
  const enough = 20 + Math.floor(chance() * 200);
  await until('enough is acknowledged', () => lanes.reduce((sum, { writes }) => sum + writes, 0) >= enough, 60_000);
  dead = true;
  await server.kill('SIGKILL');
  await Promise.all(writers);
  await client.dispose();
}

describe('What was derived before a SIGKILL', () => {
  it(
    `is neither lost nor doubled after ${KILLS} of them under load (EVENT_STORE_SEED=${proofs.seed})`,
    async () => {
      const chance = random(proofs.seed);
      for (let kill = 0; kill < KILLS; kill += 1) await life(chance);
      const log = openLog(folder);
      const projections = new SystemProjections(log, { run: 'System', startStandard: false });
      await projections.start();
      await settled(projections);
      await projections.stop();
      const derived = derivedIn(log);
      expect(derived.get('$et-Noted')?.length).toBeGreaterThan(20 * KILLS);
      expect(derived).toEqual(expectedFrom(log));
      log.close();
    },
    60_000 + KILLS * 20_000,
  );
});
