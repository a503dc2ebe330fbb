import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LogHead } from '../market/log.js';
import { allOperations, type Operation } from '../market/operations.js';
import { TokenForge } from '../market/tokens.js';
import { accessTable } from './access/all-tables.js';
import { Intrusions } from './access/intrusions.js';
import { inParallel } from './access/once.js';
import { prepareAll, sendAsCaller, type Prepared } from './access/prepared-call.js';
import { Scene } from './access/scene.js';

/** Situations made at a time. */
const WIDTH = 6;

describe('Story 11: who may do what', () => {
  let scene: Scene;
  let log: LogHead;
  let operations: readonly Operation[];
  let requests: readonly Prepared[];
  let intrusions: Intrusions;

  beforeAll(async () => {
    scene = await Scene.open();
    log = new LogHead();
    operations = await allOperations(scene.market.api);
    requests = await prepareAll(scene, accessTable, operations, WIDTH);
    intrusions = new Intrusions(scene, await TokenForge.open(), log, requests);
  }, 240_000);
  afterAll(() => Promise.all([log.close(), scene.close()]));

  it('has a valid request of everybody whom an operation of the six services names', () => {
    const named = operations.map(({ id, allow }) => [id, [...allow].sort()]);
    const covered = Object.entries(accessTable).map(([id, situations]) => [id, Object.keys(situations).sort()]);
    expect(new Set(operations.map(({ service }) => service)).size).toBe(6);
    expect(Object.fromEntries(covered)).toEqual(Object.fromEntries(named));
    expect(operations.filter(({ allow }) => allow.length === 0)).toEqual([]);
  });

  it('refuses everybody without a token', async () => {
    expect(await intrusions.tryAll(intrusions.withoutToken(), [401])).toEqual([]);
  }, 120_000);

  it("refuses the caller's own token when it has expired", async () => {
    expect(await intrusions.tryAll(intrusions.withExpiredToken(), [401])).toEqual([]);
  }, 120_000);

  it("refuses the caller's own token when it was made for somebody else", async () => {
    expect(await intrusions.tryAll(intrusions.withTokenForElsewhere(), [401])).toEqual([]);
  }, 120_000);

  it('refuses the other party, strangers and people of other roles', async () => {
    expect(await intrusions.tryAll(intrusions.byOutsiders(), [403, 404])).toEqual([]);
  }, 120_000);

  it('refuses to act for a party that one has no seat in', async () => {
    expect(await intrusions.tryAll(intrusions.inForeignNames(), [403])).toEqual([]);
  }, 120_000);

  it('lets everybody in whom an operation names, with that very request', async () => {
    const tried = async (ready: Prepared) => {
      const { status, body } = await sendAsCaller(scene.market, ready);
      const { spent } = ready.call;
      const isIn = spent === undefined ? status >= 200 && status < 300 : (body as { code?: string }).code === spent;
      return { operation: ready.operation.id, as: ready.kind, status, body, isIn };
    };
    const first = await inParallel(
      requests.filter(({ call }) => !call.last),
      WIDTH,
      tried,
    );
    const last = await inParallel(
      requests.filter(({ call }) => call.last),
      WIDTH,
      tried,
    );
    expect([...first, ...last].filter(({ isIn }) => !isIn)).toEqual([]);
  }, 120_000);
});
