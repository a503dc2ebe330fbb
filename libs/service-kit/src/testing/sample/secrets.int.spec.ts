import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { eventually, testServers } from '@guildhall/testing';
import type { TestPerson } from '../test-tokens.js';
import { SampleProcesses } from './sample-processes.js';

const client: TestPerson = { accountId: newId(), roles: ['client'] };
const WRITERS = 8;
const DEADLINE_MS = 60_000;

describe('Secrets of a process on real servers', () => {
  const servers = testServers();
  const processes = new SampleProcesses(servers);
  const mongodbUrl = `${servers.mongodbUrl}/guildhall_${processes.service}?directConnection=true`;
  let folder: string;
  beforeAll(async () => {
    await processes.prepare();
    folder = await mkdtemp(join(tmpdir(), 'guildhall-secrets-'));
  }, 60_000);
  afterAll(async () => {
    await processes.end();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const fileOf = (name: string): string => join(folder, name);
  const write = async (name: string, text: string): Promise<void> => {
    await writeFile(fileOf(`.${name}`), `${text}\n`);
    await rename(fileOf(`.${name}`), fileOf(name));
  };

  it('change under load: no request fails, nothing is lost or doubled, and nothing starts anew', async () => {
    await write('event-store', servers.eventStoreUrl);
    await write('mongo', mongodbUrl);
    const running = await processes.start('api,relay,projector,processor', {
      EVENTSTORE_URL: undefined,
      EVENTSTORE_URL_FILE: fileOf('event-store'),
      MONGODB_URL: undefined,
      MONGODB_URL_FILE: fileOf('mongo'),
    });
    const notes: string[] = [];
    const failed: unknown[] = [];
    let isOver = false;
    const writeOn = async (): Promise<void> => {
      while (!isOver) {
        const answer = await running.call('POST', '/notes', client, { key: newId(), body: { text: 'hello' } });
        if (answer.status === 201) notes.push((answer.body as { noteId: string }).noteId);
        else failed.push(answer);
      }
    };
    const writers = Array.from({ length: WRITERS }, writeOn);
    const reloads = (outcome: string) => running.lines('"secret":').filter(({ msg }) => String(msg).includes(outcome));
    await eventually('the load runs', () => notes.length > 50, DEADLINE_MS);

    await write('event-store', '');
    await eventually('the empty file is refused', () => reloads('refused').length > 0, DEADLINE_MS);
    await write('event-store', `${servers.eventStoreUrl}${servers.eventStoreUrl.includes('?') ? '&' : '?'}maxDiscoverAttempts=7`);
    await write('mongo', `${mongodbUrl}&appName=renewed`);
    const renewed = () => running.lines('new work goes over the renewed connection').map(({ store }) => String(store));
    await eventually('both stores are renewed', () => renewed().length === 2, DEADLINE_MS);
    const before = notes.length;
    await eventually('the load goes on', () => notes.length > before + 50, DEADLINE_MS);
    isOver = true;
    await Promise.all(writers);

    expect(failed).toEqual([]);
    expect([...renewed()].sort()).toEqual(['event-store', 'mongo']);
    expect(reloads('taken').map(({ secret }) => String(secret)).sort()).toEqual(['EVENTSTORE_URL', 'MONGODB_URL']); // prettier-ignore
    expect(new Set(notes).size).toBe(notes.length);
    expect(running.lines('service runs')).toHaveLength(1);
    // The read model goes on over the new connection, too.
    const projected = async () => (await running.call('GET', '/notes?limit=100', client)).body as readonly unknown[];
    expect((await projected()).length).toBeGreaterThan(0);
    expect(await running.signal('SIGTERM')).toBe(0);
  }, 300_000);
});
