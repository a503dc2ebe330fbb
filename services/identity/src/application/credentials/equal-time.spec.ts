import { describe, expect, it } from '@jest/globals';
import { EqualTime } from './equal-time.js';

const LEAST_MS = 40;
const time = new EqualTime({ leastAnswerMs: LEAST_MS });
const took = async (act: () => Promise<unknown>): Promise<readonly [string, 'soon' | 'not before']> => {
  const start = performance.now();
  const outcome = await act().then(String, (error: Error) => error.message);
  // Timers of Node may fire a millisecond early.
  return [outcome, performance.now() - start >= LEAST_MS - 1 ? 'not before' : 'soon'];
};
const fails = () => Promise.reject(new Error('refused'));

describe('Answers that hide whether an address is known', () => {
  it('take the least time whether they succeed or fail', async () => {
    expect(await took(() => time.answer(async () => 'done'))).toEqual(['done', 'not before']);
    expect(await took(() => time.answer(fails))).toEqual(['refused', 'not before']);
  });

  it('come at once where success tells it anyway', async () => {
    expect(await took(() => time.refuse(async () => 'done'))).toEqual(['done', 'soon']);
    expect(await took(() => time.refuse(fails))).toEqual(['refused', 'not before']);
  });
});
