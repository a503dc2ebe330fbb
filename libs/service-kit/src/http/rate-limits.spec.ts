import { describe, expect, it } from '@jest/globals';
import { RateLimits } from './rate-limits.js';

describe('Rate limits', () => {
  it('refuse the request over the budget with the seconds to wait', async () => {
    const limits = new RateLimits({ rateLimits: 'standard' });
    const take = () => limits.take('sign-in', 'account-1', { points: 2, seconds: 900 });
    await take();
    await take();
    await expect(take()).rejects.toMatchObject({
      code: 'COMMON.RATE_LIMITED',
      kind: 'limited',
      details: { retryAfterSeconds: 900 },
    });
    await expect(limits.take('sign-in', 'account-2', { points: 2, seconds: 900 })).resolves.toBeUndefined();
  });

  it('do not count repeats of an answered key', async () => {
    const limits = new RateLimits({ rateLimits: 'standard' });
    limits.remember('command-1');
    for (let n = 0; n < 100; n += 1) await limits.count('money', 'account-1', 'command-1');
    for (let n = 0; n < 30; n += 1) await limits.count('money', 'account-1', `other-${n}`);
    await expect(limits.count('money', 'account-1', 'one-too-many')).rejects.toMatchObject({ code: 'COMMON.RATE_LIMITED' });
  });

  it('are raised by name for work on one machine', async () => {
    const limits = new RateLimits({ rateLimits: 'bench' });
    for (let n = 0; n < 100; n += 1) await limits.count('money', 'account-1', `command-${n}`);
  });
});
