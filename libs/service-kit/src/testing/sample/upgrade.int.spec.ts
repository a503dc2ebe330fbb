import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStoreDbStore, type StoredEvent } from '@guildhall/event-sourcing';
import { newId } from '@guildhall/kernel';
import { eventually, testServers } from '@guildhall/testing';
import type { TestPerson } from '../test-tokens.js';
import { SampleProcesses, type Answer, type SampleProcess } from './sample-processes.js';

const ROLES = 'api,relay,projector,processor';
const RUNNERS = 3;
const operator: TestPerson = { accountId: newId(), roles: ['operator'] };
const client: TestPerson = { accountId: newId(), roles: ['client'] };

describe('Two versions of one service side by side on real servers', () => {
  const servers = testServers();
  const processes = new SampleProcesses(servers);
  const { service } = processes;
  const texts = new Map<string, string>();
  let log: EventStoreDbStore;

  beforeAll(async () => {
    await processes.prepare();
    log = new EventStoreDbStore(servers.eventStoreUrl);
  }, 60_000);
  afterAll(async () => {
    await processes.end();
    await log.close();
  }, 60_000);

  const done = ({ status, body }: Answer): Record<string, string> => {
    expect([status, body]).toEqual([201, expect.any(Object)]);
    return body as Record<string, string>;
  };
  const write = async (by: SampleProcess): Promise<string> => {
    const text = newId();
    const { noteId = '' } = done(await by.call('POST', '/notes', client, { key: newId(), body: { text } }));
    texts.set(noteId, text);
    return noteId;
  };
  const amend = async (by: SampleProcess, noteId: string): Promise<void> => {
    const text = newId();
    done(await by.call('POST', `/notes/${noteId}/amendments`, client, { key: newId(), body: { text } }));
    texts.set(noteId, text);
  };
  const active = (one: SampleProcess, runners: number): Promise<boolean> =>
    eventually(`${runners} runners`, async () => (await one.active()).length === runners, 60_000);

  /** Notes that one version wrote and the other amended, in turn, each over what the other has left in the stream. */
  const story = async (one: SampleProcess, other: SampleProcess): Promise<void> => {
    for (const [first, second] of [
      [one, other],
      [other, one],
    ] as const) {
      // prettier-ignore
      const noteId = await write(first);
      await amend(second, noteId);
      await amend(first, noteId);
      await amend(second, noteId);
      done(await first.call('POST', `/notes/${noteId}/ended-sessions`, client, { body: { sessionId: newId() } }));
    }
  };
  const expectSound = async (...running: readonly SampleProcess[]): Promise<void> => {
    for (const one of running) {
      await eventually('its queries show everything', async () => {
        const { status, body } = await one.call('GET', '/notes?limit=100', client);
        const shown = new Map((body as { _id: string; text: string }[]).map(({ _id, text }) => [_id, text]));
        return status === 200 && [...texts].every(([noteId, text]) => shown.get(noteId) === text);
      }, 30_000); // prettier-ignore
      expect((await one.call('GET', '/operations/parked', operator)).body).toEqual({ parked: [] });
    }
  };

  it('work on each other’s events, through the upgrade and back, and park nothing', async () => {
    const old = await processes.start(ROLES);
    await active(old, RUNNERS);
    const upgraded = await processes.start(ROLES, { SAMPLE_VERSION: 'next' });
    await active(upgraded, 0);
    // The old version projects, publishes and fires what the new one writes.
    await story(old, upgraded);
    await expectSound(old, upgraded);

    // The old one goes: the new version takes its runners, another old one still answers.
    const late = await processes.start(ROLES);
    expect(await old.signal('SIGTERM')).toBe(0);
    await eventually('one of them works', async () => (await upgraded.active()).length + (await late.active()).length === RUNNERS, 60_000); // prettier-ignore
    await story(upgraded, late);
    await expectSound(upgraded, late);

    // And back: the old version alone, on a log that the new one has written to.
    expect(await upgraded.signal('SIGTERM')).toBe(0);
    await active(late, RUNNERS);
    for (const noteId of [...texts.keys()]) await amend(late, noteId);
    await expectSound(late);

    const events: StoredEvent[] = [];
    for await (const event of log.readAll({ prefixes: [`${service}.`] })) events.push(event);
    const count = (type: string): number => events.filter((event) => event.type === type).length;
    const coloured = events.filter(({ data }) => 'colour' in data).length;
    expect([count('NoteWritten'), coloured, count('NotePinned'), count('SessionEnded')]).toEqual([4, 2, 6, 4]);
    await eventually('every note has its timer', async () => {
      const timers: string[] = [];
      for await (const { type, streamKey } of log.readAll({ prefixes: [`${service}.`] })) if (type === 'TimerStarted') timers.push(streamKey);
      return timers.length === texts.size;
    }, 30_000); // prettier-ignore
  }, 600_000);
});
