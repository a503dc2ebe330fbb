import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../telemetry/logger.js';
import { shutDown } from './shutdown.js';

const logger = createLogger({ service: 'contracts', level: 'silent' });

describe('An ordered shutdown', () => {
  it('goes on after a failing step and collects its error', async () => {
    const done: string[] = [];
    const steps = [
      { name: 'intake', close: async () => done.push('intake') },
      { name: 'drain', close: async () => Promise.reject(new Error('stuck')) },
      { name: 'clients', close: async () => done.push('clients') },
    ];
    const { errors, cut } = await shutDown(steps, 1_000, logger);
    expect([done, [...errors.keys()], cut]).toEqual([['intake', 'clients'], ['drain'], []]);
  });

  it('says how each step went and how long it took', async () => {
    const lines: Record<string, unknown>[] = [];
    const steps = [
      { name: 'intake', close: () => Promise.resolve() },
      { name: 'drain', close: () => Promise.reject(new Error('stuck')) },
      { name: 'clients', close: () => new Promise(() => undefined) },
    ];
    const spied = { info: (line: object) => lines.push({ ...line }), error: () => undefined, warn: () => undefined };
    await shutDown(steps, 20, spied as unknown as typeof logger);
    expect(lines).toEqual([
      { step: 'intake', outcome: 'done', ms: expect.any(Number) },
      { step: 'drain', outcome: 'failed', ms: expect.any(Number) },
      { step: 'clients', outcome: 'deadline', ms: expect.any(Number) },
    ]);
  });

  it('cuts what does not end by the deadline and still takes the other steps', async () => {
    const done: string[] = [];
    const steps = [
      { name: 'drain', close: () => new Promise(() => undefined) },
      { name: 'clients', close: async () => done.push('clients') },
    ];
    const { cut } = await shutDown(steps, 20, logger);
    expect([done, cut]).toEqual([['clients'], ['drain']]);
  });
});
