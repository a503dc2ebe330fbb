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

  it('frees the place of one that failed', async () => {
    const gate = new Gate(1);
    await expect(gate.through(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await gate.through(async () => 'in')).toBe('in');
  });
});
