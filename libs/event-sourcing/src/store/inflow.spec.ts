import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Inflow } from './inflow.js';

const tapped = () => {
  const calls: string[] = [];
  return { calls, tap: { pause: () => void calls.push('pause'), resume: () => void calls.push('resume') } };
};
const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

describe('An inflow', () => {
  it('keeps the order, whether reader or source is ahead', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 60 }), async (readerFirst) => {
        const inflow = new Inflow<number>(tapped().tap);
        const seen: Promise<IteratorResult<number>>[] = [];
        readerFirst.forEach((first, n) => {
          if (first) seen.push(inflow.next());
          inflow.push(n);
          if (!first) seen.push(inflow.next());
        });
        const values = (await Promise.all(seen)).map(({ value }) => value as number);
        expect(values).toEqual(readerFirst.map((_, n) => n));
      }),
    ));

  it('gives what came before an error or the end, then that', async () => {
    const failing = new Inflow<number>(tapped().tap);
    failing.push(1);
    failing.fail(new Error('broken'));
    failing.push(2);
    expect(await failing.next()).toEqual({ done: false, value: 1 });
    await expect(failing.next()).rejects.toThrow('broken');
    expect((await failing.next()).done).toBe(true);

    const ending = new Inflow<number>(tapped().tap);
    ending.push(1);
    ending.end();
    ending.fail(new Error('too late'));
    expect(await collect(ending)).toEqual([1]);
  });

  it('wakes a waiting reader by an error or the end', async () => {
    const failing = new Inflow<number>(tapped().tap);
    const waiting = failing.next();
    failing.fail(new Error('broken'));
    await expect(waiting).rejects.toThrow('broken');
    const ending = new Inflow<number>(tapped().tap);
    const last = ending.next();
    ending.end();
    expect((await last).done).toBe(true);
  });

  it('holds the source back while the reader is slow', async () => {
    const { calls, tap } = tapped();
    const inflow = new Inflow<number>(tap);
    for (let n = 0; n < 1_024; n += 1) inflow.push(n);
    expect(calls).toEqual(['pause']);
    for (let n = 0; n < 1_024 - 256; n += 1) await inflow.next();
    expect(calls).toEqual(['pause', 'resume']);
  });

  it('fails when nothing comes in time, and only while somebody waits', async () => {
    const inflow = new Inflow<number>(tapped().tap, { afterMs: 5, error: () => new Error('stalled') });
    inflow.push(1);
    expect((await inflow.next()).value).toBe(1);
    await expect(inflow.next()).rejects.toThrow('stalled');
  });
});
