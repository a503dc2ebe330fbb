import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStoreDbStore } from '@guildhall/event-sourcing';
import { newId } from '@guildhall/kernel';
import { eventually, testServers } from '@guildhall/testing';
import { findTool } from '../../../../../scripts/tools/find-tool.mjs';
import type { TestPerson } from '../test-tokens.js';
import { SampleProcesses, type SampleProcess } from './sample-processes.js';
import { ToxicLink, type Toxic } from './toxic-link.js';
import { noteOf, notesInLog } from './written-notes.js';

const WRITERS = 8;
const DEADLINE_MS = 60_000;
/** A connection ends in the middle of an answer; and whatever is sent is answered by an end. */
const BREAKS: readonly Toxic[] = [
  { type: 'limit_data', stream: 'downstream', attributes: { bytes: 2_000 } },
  { type: 'reset_peer', stream: 'upstream', attributes: { timeout: 0 } },
];
const client: TestPerson = { accountId: newId(), roles: ['client'] };
const { path: toxiproxy, missing } = findTool('toxiproxy');

const overABadLink = (program: string): void => {
  const servers = testServers();
  const processes = new SampleProcesses(servers);
  let link: ToxicLink;
  let log: EventStoreDbStore;
  let running: SampleProcess;

  beforeAll(async () => {
    await processes.prepare();
    link = await ToxicLink.start(program, new URL(servers.eventStoreUrl.replace('esdb:', 'http:')).host);
    log = new EventStoreDbStore(servers.eventStoreUrl);
    const url = `esdb://127.0.0.1:${link.port}?tls=false`;
    running = await processes.start('api,relay,projector,processor', { EVENTSTORE_URL: url });
  }, 120_000);
  afterAll(async () => {
    await processes.end();
    await log?.close();
    await link?.stop();
  }, 60_000);

  it('loses and doubles nothing while answers are late, cut off and not given at all', async () => {
    const acknowledged = new Map<string, string>();
    const open = new Set<string>();
    let refused = 0;
    let isOver = false;
    const writeOn = async (): Promise<void> => {
      while (!isOver) {
        const key = newId();
        open.add(key);
        const answer = await running.call('POST', '/notes', client, { key, body: { text: key } });
        if (answer.status !== 201) {
          expect([202, 503]).toContain(answer.status);
          refused += 1;
          continue;
        }
        open.delete(key);
        acknowledged.set(key, noteOf(answer));
      }
    };
    const writers = Array.from({ length: WRITERS }, writeOn);
    const more = async (count: number, what: string): Promise<void> => {
      const before = acknowledged.size;
      await eventually(what, () => acknowledged.size >= before + count, DEADLINE_MS);
    };
    await more(50, 'the load runs');

    const late = { type: 'latency', attributes: { latency: 200, jitter: 100 } } as const;
    await link.poison({ ...late, stream: 'upstream' }, { ...late, stream: 'downstream' });
    await more(20, 'it goes on slowly');
    await link.heal();

    for (const toxic of BREAKS) {
      await link.poison(toxic);
      const before = refused;
      await eventually('commands are given up', () => refused > before, DEADLINE_MS);
      await link.cut();
      await link.heal();
      await link.join();
      await more(20, `it goes on after ${toxic.type}`);
    }
    isOver = true;
    await Promise.all(writers);

    const before = await notesInLog(log, processes.service);
    for (const noteId of acknowledged.values()) expect(before.get(noteId)).toBe(1);
    for (const key of open) {
      const answer = await eventually(
        'an open command is answered',
        async () => {
          const again = await running.call('POST', '/notes', client, { key, body: { text: key } });
          return again.status === 201 && again;
        },
        DEADLINE_MS,
      );
      acknowledged.set(key, noteOf(answer));
    }
    const all = await notesInLog(log, processes.service);
    expect([...all.values()].every((count) => count === 1)).toBe(true);
    expect([...all.keys()].toSorted()).toEqual([...acknowledged.values()].toSorted());
    process.stdout.write(`Over a bad link: ${acknowledged.size} commands, ${open.size} of them left open and repeated\n`);
  }, 300_000);
};

describe('A service over a bad link to its log', () => {
  if (toxiproxy === undefined) it.skip(`loses nothing (skipped: ${missing})`, () => undefined);
  else overABadLink(toxiproxy);
});
