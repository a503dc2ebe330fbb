import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { checkFolder } from '../maintenance/check.js';
import { ensureBuilt, runServer } from './child-process.js';
import { proofs } from './config.js';
import { connect, noted, until } from './fixture.js';
import { expectKept, storedIn } from './kept.js';
import { Lane, random } from './lane.js';
import { temporaryFolder } from './log-fixture.js';

const LANES = 48;

let folder: string;
let remove: () => void;
beforeAll(ensureBuilt, 60_000);
beforeEach(() => {
  ({ folder, remove } = temporaryFolder());
});
afterEach(() => remove());

/** One life of the server: it is killed somewhere within the load, and its folder looked at before anybody repairs anything. */
async function life(chance: () => number): Promise<Lane[]> {
  const server = await runServer(folder);
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
  const enough = 20 + Math.floor(chance() * 300);
  await until('enough is acknowledged', () => lanes.reduce((sum, { writes }) => sum + writes, 0) >= enough, 60_000);
  dead = true;
  await server.kill('SIGKILL');
  await Promise.all(writers);
  await client.dispose();
  expect(checkFolder(folder)).toMatchObject({ kind: 'sound' });
  return lanes;
}

describe('What was acknowledged before a SIGKILL', () => {
  it(
    `is all there after ${proofs.kills} of them under mixed load (EVENT_STORE_SEED=${proofs.seed})`,
    async () => {
      const chance = random(proofs.seed);
      const lanes: Lane[] = [];
      for (let kill = 0; kill < proofs.kills; kill += 1) lanes.push(...(await life(chance)));
      const server = await runServer(folder);
      const client = connect(server.port);
      const stored = await storedIn(client);
      expect(lanes.some(({ open }) => open.ids.length > 0)).toBe(true);
      for (const lane of lanes) expectKept(lane, stored);
      const known = new Set(lanes.flatMap(({ stream }) => [stream, `$$${stream}`]));
      expect([...stored.keys()].filter((stream) => !known.has(stream))).toEqual([]);
      const repeatable = lanes
        .filter(({ done, open }) => done.tombstone + open.tombstone === 0)
        .flatMap((lane) => lane.appends.slice(-1).map((last) => ({ ...last, stream: lane.stream })));
      for (const { stream, ids, expected, answer } of repeatable.slice(-50)) {
        const events = ids.map((id, n) => noted(n, id));
        expect(await client.appendToStream(stream, events, { expectedRevision: expected })).toEqual(answer);
      }
      await client.dispose();
      expect(await server.kill('SIGTERM')).toBe(0);
    },
    30_000 + proofs.kills * 15_000,
  );
});
