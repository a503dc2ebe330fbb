import { describe, expect, it, jest } from '@jest/globals';
import { findTool } from '../../scripts/tools/find-tool.mjs';
import { tools } from '../../scripts/tools/registry.mjs';
import { runBounded } from '../../scripts/tools/run-bounded.mjs';

/** Programs are started on a machine that may be busy; in ms. */
jest.setTimeout(120_000);

const patient = () => ({ signal: AbortSignal.timeout(60_000) });

describe('The registry of optional tools', () => {
  it('names each tool once, in an exact version, with what it checks', () => {
    const names = tools.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { version, checks } of tools) {
      expect(version).toMatch(/^\d+\.\d+/);
      expect(checks).not.toBe('');
    }
  });

  it('tells a tool that is nowhere by a sentence', () =>
    expect(findTool('no-such-tool')).toEqual({ missing: 'no-such-tool is not installed' }));
});

describe('A bounded run', () => {
  it('answers what was printed', async () => expect(await runBounded(['echo', 'hello'], patient())).toBe('hello\n'));

  it('skips a program that is not on the machine', () =>
    expect(runBounded(['no-such-tool'], patient())).rejects.toThrow('no-such-tool is not on this machine'));

  it('skips what fails, with its last words', () =>
    expect(runBounded(['sh', '-c', 'echo no space left >&2; exit 3'], patient())).rejects.toThrow('sh -c failed: no space left'));

  it('ends the whole group when the time is over', async () => {
    const limit = new AbortController();
    // The grandchild keeps the pipe open: the run ends only when it is gone, too.
    const run = runBounded(['sh', '-c', 'tail -f /dev/null & wait'], { signal: limit.signal, kept: 'nothing is kept' });
    limit.abort('the time limit of 0 minutes is over');
    await expect(run).rejects.toThrow('the time limit of 0 minutes is over; nothing is kept');
  });
});
