import { describe, expect, it } from '@jest/globals';
import { Gate } from './gate.js';

describe('A gate', () => {
  it('lets in as many as it has places, the others in the order they came', async () => {
    const gate = new Gate(3);
    const order: number[] = [];
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        gate.through(async () => {
          order.push(n);
          inside += 1;
          most = Math.max(most, inside);
          await Promise.resolve();
          inside -= 1;
        }),
      ),
    );
    expect(most).toBe(3);
    expect(order).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  it('leaves one alone: after all who are inside, before all who come later', async () => {
    const gate = new Gate(3);
    const order: string[] = [];
    const step = (name: string) => async (): Promise<void> => {
      order.push(`${name} in`);
      await Promise.resolve();
      order.push(`${name} out`);
    };
    await Promise.all([
      gate.through(step('a')),
      gate.through(step('b')),
      gate.alone(step('alone')),
      gate.through(step('c')),
      gate.alone(step('again')),
      gate.through(step('d')),
    ]);
    const places = order.map((entry, n) => [entry, n] as const);
    const at = new Map(places);
    for (const name of ['alone', 'again']) expect(at.get(`${name} out`)).toBe((at.get(`${name} in`) ?? -1) + 1);
    const entered = order.filter((entry) => entry.endsWith(' in')).map((entry) => entry.slice(0, -3));
    expect(entered).toEqual(['a', 'b', 'alone', 'c', 'again', 'd']);
    await expect(gate.alone(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await gate.through(async () => 'in')).toBe('in');
  });

  it('frees the place of one that failed', async () => {
    const gate = new Gate(1);
    await expect(gate.through(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await gate.through(async () => 'in')).toBe('in');
  });
});
