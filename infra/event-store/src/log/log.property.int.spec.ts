import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allOf, openLog, proposed, setMetadata, temporaryFolder } from '../conformance/log-fixture.js';
import { LogModel, type Act, type Answer } from '../conformance/log-model.js';
import { Scavenger } from '../maintenance/scavenger.js';
import { checkFolder } from '../maintenance/check.js';
import { AllCursor, StreamCursor } from './cursor.js';
import type { Expected } from './expected.js';
import { compileFilter } from './filter.js';
import { readAll, readStream } from './finite-read.js';
import type { Log } from './log.js';
import { StreamTombstoned } from './stream-tombstoned.js';

const STREAMS = ['a', 'b', 'c'];
const stream = fc.constantFrom(...STREAMS);
const expected: fc.Arbitrary<Expected> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Expected>('any') },
  { weight: 2, arbitrary: fc.constantFrom<Expected>('no_stream', 'stream_exists') },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 8 }) },
);
const ids = fc.uniqueArray(fc.constantFrom(...'0123456789abcdef'), { maxLength: 4 });
const small = fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('append' as const), stream, expected, ids }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('limit' as const), stream, maxCount: small, truncateBefore: small }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), stream, expected }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('tombstone' as const), stream, expected }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'scavenge' as const }) },
);

/** Few enough for ids to sink into their table while the log is used. */
const RECENT = { recentIds: 3 };

const uuidOf = (letter: string): string => `00000000-0000-4000-8000-00000000000${letter}`;

/** Does to the log what is done to the model, and answers in the model's words. */
async function carryOut(log: Log, act: Act): Promise<Answer | undefined> {
  switch (act.kind) {
    case 'append': {
      const events = act.ids.map((id) => ({ ...proposed(3), id: uuidOf(id) }));
      return inWords(await log.execute({ kind: 'append', stream: act.stream, expected: act.expected, events }));
    }
    case 'limit': {
      const fields = { $maxCount: act.maxCount, $tb: act.truncateBefore };
      await setMetadata(log, act.stream, JSON.stringify(fields));
      return undefined;
    }
    case 'delete':
    case 'tombstone':
      return inWords(await log.execute(act));
    case 'scavenge': {
      const scavenger = new Scavenger(log, () => 'a test');
      scavenger.start();
      expect(await scavenger.ending).toMatchObject({ result: 'Success' });
      return undefined;
    }
  }
}

function inWords(outcome: Awaited<ReturnType<Log['execute']>>): Answer {
  if (outcome.kind === 'written') return { revision: outcome.revision };
  if (outcome.kind === 'nothing' || outcome.kind === 'wrong-version' || outcome.kind === 'stream-deleted') return outcome.kind;
  throw new Error(`The log answered ${outcome.kind}.`);
}

function visibleIn(log: Log, name: string): readonly number[] | 'dead' | undefined {
  try {
    const pages = readStream(log, name, 0, 'forwards');
    return pages && [...pages].flat().map(({ revision }) => revision);
  } catch (error) {
    if (error instanceof StreamTombstoned) return 'dead';
    throw error;
  }
}

const backwardsIn = (log: Log, name: string): number[] =>
  [...(readStream(log, name, Number.MAX_SAFE_INTEGER, 'backwards') ?? [])].flat().map(({ revision }) => revision);

describe('The log', () => {
  it('answers and shows what a small model of the rules does, whatever is done to it, scavenges and restarts included', async () => {
    const { folder, remove } = temporaryFolder();
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 40 }), async (acts) => {
        const place = `${folder}/${++runs}`;
        let log = openLog(place, RECENT);
        const model = new LogModel();
        const positions = new Map<string, number>();
        for (const [index, each] of acts.entries()) {
          if (index % 7 === 6) {
            log.close();
            log = openLog(place, RECENT);
          }
          const answer = await carryOut(log, each);
          const due = model.act(each);
          if (each.kind === 'append' || each.kind === 'tombstone') expect(answer).toEqual(due);
          if (each.kind === 'delete') expect(typeof answer).toBe(typeof due);
          for (const name of STREAMS) expect(visibleIn(log, name)).toEqual(model.visible(name));
        }
        log.close();
        log = openLog(place, RECENT);
        const all = allOf(log);
        for (const { stream: of, revision, position } of all) positions.set(`${revision}@${of}`, position);
        expect(all.map(({ position }) => position)).toEqual([...positions.values()].sort((one, other) => one - other));
        for (const name of STREAMS) {
          expect(all.filter((event) => event.stream === name).map(({ revision }) => revision)).toEqual(model.stored(name));
          const visible = model.visible(name);
          if (Array.isArray(visible)) expect(backwardsIn(log, name)).toEqual([...visible].reverse());
        }
        log.close();
        expect(checkFolder(place)).toMatchObject({ kind: 'sound' });
      }),
      { numRuns: 60 },
    );
    remove();
  }, 240_000);

  it('keeps every position that was ever told, and gives none twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 40 }), async (acts) => {
        const log = openLog(':memory:');
        const told = new Map<number, string>();
        for (const each of acts) {
          const before = log.lastPosition;
          await carryOut(log, each);
          for (const { position, id, stream: of } of allOf(log)) {
            const name = `${id} in ${of}`;
            if (!told.has(position)) expect(position).toBeGreaterThan(before);
            expect(told.get(position) ?? name).toBe(name);
            told.set(position, name);
          }
        }
        log.close();
      }),
      { numRuns: 60 },
    );
  }, 240_000);
});

describe('Reading with a filter', () => {
  const name = fc
    .string({ unit: fc.constantFrom('a', 'b', '.', '$'), minLength: 1, maxLength: 4 })
    .filter((text) => text !== '$$');
  const history = fc.array(fc.record({ name, type: name, count: fc.integer({ min: 1, max: 90 }) }), {
    minLength: 1,
    maxLength: 25,
  });

  it('finds what a search through everything finds, both ways and from any place', async () => {
    await fc.assert(
      fc.asyncProperty(
        history,
        fc.constantFrom('stream-name' as const, 'event-type' as const),
        fc.oneof(
          fc.record({ prefixes: fc.array(name, { minLength: 1, maxLength: 3 }) }),
          fc.record({ regex: fc.constantFrom('^a', 'b$', '[.]', '^[^$].*', 'a.b', '^(a|b)+$') }),
        ),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (written, on, match, share) => {
          const log = openLog(':memory:');
          for (const { name: to, type, count } of written) {
            const events = Array.from({ length: count }, () => proposed(1, type));
            await log.execute({ kind: 'append', stream: to, expected: 'any', events });
          }
          const filter = compileFilter({ on, match, checkpointEvery: 1 });
          const searched =
            'regex' in match
              ? (text: string) => new RegExp(match.regex).test(text)
              : (text: string) => match.prefixes.some((prefix) => text.startsWith(prefix));
          const all = allOf(log);
          const from = Math.floor(log.lastPosition * share);
          const wanted = all.filter((event) => searched(on === 'stream-name' ? event.stream : event.type));
          const [up, down] = (['forwards', 'backwards'] as const).map((direction) =>
            [...readAll(log, from, direction, filter)].flat(),
          );
          expect(up).toEqual(wanted.filter(({ position }) => position >= from));
          expect(down).toEqual(wanted.filter(({ position }) => position < from).reverse());
          log.close();
        },
      ),
      { numRuns: 40 },
    );
  }, 120_000);

  it('by cursors meets every event once, from any place, while others write', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.integer({ min: 0, max: 20 }), async (written, startAt) => {
        const log = openLog(':memory:');
        await log.execute({
          kind: 'append',
          stream: 'a',
          expected: 'any',
          events: Array.from({ length: 20 }, () => proposed(1)),
        });
        const [all, one] = [new AllCursor(log, allOf(log)[startAt - 1]?.position ?? 0), new StreamCursor(log, 'a', startAt - 1)];
        const [fromAll, fromOne]: string[][] = [[], []];
        const take = (): void => {
          fromAll?.push(...all.next().map(({ id }) => id));
          fromOne?.push(...one.next().map(({ id }) => id));
        };
        for (const { name: to, type, count } of written) {
          const events = Array.from({ length: count }, () => proposed(1, type));
          await log.execute({ kind: 'append', stream: to, expected: 'any', events });
          if (count % 3 === 0) take();
        }
        for (let more = -1; more !== (fromAll?.length ?? 0) + (fromOne?.length ?? 0);) {
          more = (fromAll?.length ?? 0) + (fromOne?.length ?? 0);
          take();
        }
        const stored = allOf(log);
        expect(fromAll).toEqual(stored.slice(startAt).map(({ id }) => id));
        expect(fromOne).toEqual(stored.filter((event) => event.stream === 'a' && event.revision >= startAt).map(({ id }) => id));
        log.close();
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
