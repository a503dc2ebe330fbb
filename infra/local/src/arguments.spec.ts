import { describe, expect, it } from '@jest/globals';
import { readArguments } from './arguments.js';

describe('the command line', () => {
  it('starts with own stores and kept data where nothing else is said', () => {
    expect(readArguments(['start'])).toEqual({ kind: 'start', offset: 0, mode: 'development', stores: 'own', data: 'kept' });
  });

  it('takes the offset, the logs folder and external stores', () => {
    expect(readArguments(['start', '--port-offset', '100', '--external', '--logs', 'here'])).toEqual({
      kind: 'start',
      offset: 100,
      mode: 'development',
      stores: 'external',
      data: 'kept',
      logsDir: 'here',
    });
  });

  it('starts as in production where it is told so', () => {
    expect(readArguments(['start', '--production'])).toMatchObject({ mode: 'production', stores: 'own' });
  });

  it('begins test servers empty', () => {
    expect(readArguments(['test-servers'])).toEqual({ kind: 'test-servers', offset: 10_000, data: 'reset' });
    expect(readArguments(['test-servers', '--throw-away'])).toMatchObject({ data: 'throw-away' });
  });

  it('keeps the arguments of a tool apart from its own', () => {
    expect(readArguments(['tool', 'payments', 'ledger-check', '--port-offset', '7', '--read-models'])).toEqual({
      kind: 'tool',
      offset: 7,
      stores: 'own',
      tool: { service: 'payments', name: 'ledger-check', args: ['--read-models'] },
    });
    expect(readArguments(['tool', 'gigs', 'rebuild', '--data', 'here', '--external'])).toMatchObject({
      dataDir: 'here',
      stores: 'external',
    });
  });

  it.each([
    [['tool', 'wallets', 'check'], '"wallets" is no service'],
    [['start', '--port-offset', '-1'], '--port-offset'],
    [['start', '--port-offset', 'ten'], '"ten"'],
    [['start', '--port-offset', '99999'], 'from 0 to 38518'],
    [['start', '--rest'], '--rest'],
    [['start', '--reset', '--external'], '--reset cannot empty'],
    [['start', '--production', '--external'], '--production secures'],
    [['status', '--production'], 'means nothing to status'],
    [['stop', '--reset'], 'means nothing to stop'],
    [['restart'], 'no command "restart"'],
    [[], 'a command is missing'],
  ])('refuses %j with a sentence', (args, sentence) => {
    expect(() => readArguments(args)).toThrow(sentence);
  });
});
