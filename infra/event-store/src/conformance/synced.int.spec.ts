import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureBuilt, runServer } from './child-process.js';
import { connect, freshName, noted, until } from './fixture.js';
import { temporaryFolder } from './log-fixture.js';
import { orderOf, tracing, untraceable, type Order } from './syscalls.js';

const APPENDS = 60;
const AT_ONCE = 20;

let folder: string;
let remove: () => void;
beforeAll(ensureBuilt, 60_000);
beforeEach(() => {
  ({ folder, remove } = temporaryFolder());
});
afterEach(() => remove());

/** Appends one by one and many at once, and reads from the trace in which order the server wrote, synced and answered. */
async function orderUnder(preload?: string): Promise<Order> {
  const trace = join(folder, 'trace');
  const server = await runServer(join(folder, 'data'), { under: tracing(trace), ...(preload !== undefined && { preload }) });
  const client = connect(server.port);
  for (let n = 0; n < APPENDS; n += 1) await client.appendToStream('one-by-one', noted(n));
  for (let n = 0; n < 3; n += 1)
    await Promise.all(Array.from({ length: AT_ONCE }, () => client.appendToStream(freshName(), noted(n))));
  await client.dispose();
  const code = await server.kill('SIGTERM');
  // The tracer writes its last line when the server has gone.
  await until('the trace is whole', () => readFileSync(trace, 'utf8').includes(`+++ exited with ${String(code)} +++`));
  return orderOf(readFileSync(trace, 'utf8'));
}

const obstacle = untraceable();
const traced = obstacle === undefined ? it : it.skip;

describe(`Every acknowledged group${obstacle === undefined ? '' : ` (not looked at: ${obstacle})`}`, () => {
  traced(
    'is synced to the disk before its answer leaves',
    async () => {
      const { syncs, answers, early } = await orderUnder();
      expect(early).toBe(0);
      expect(syncs).toBeGreaterThanOrEqual(APPENDS);
      expect(answers).toBeGreaterThanOrEqual(APPENDS);
    },
    60_000,
  );
  traced(
    'would be missed by this proof if it were not',
    async () => {
      const { early } = await orderUnder('unsynced.js');
      expect(early).toBeGreaterThanOrEqual(APPENDS);
    },
    60_000,
  );
});
