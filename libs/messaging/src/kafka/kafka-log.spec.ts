import { describe, expect, it } from '@jest/globals';
import { toLogCreator } from './kafka-log.js';

const written: [string, object, string][] = [];
const to =
  (level: string) =>
  (fields: object, message: string): void =>
    void written.push([level, fields, message]);
const log = toLogCreator({ debug: to('debug'), info: to('info'), warn: to('warn'), error: to('error') })(4);
const write = (level: number, fields: object): [string, object, string] | undefined => {
  log({ namespace: 'Consumer', level, label: '', log: { timestamp: '', message: 'what happened', ...fields } });
  return written.at(-1);
};

describe('The log of kafkajs', () => {
  it('is an error only where nothing will be tried again', () => {
    expect(write(1, { restart: false })?.[0]).toBe('error');
    expect(write(1, { restart: true })?.[0]).toBe('debug');
    expect(write(1, { retryCount: 3 })?.[0]).toBe('debug');
  });

  it('keeps warnings and hides the rest', () => {
    expect(write(2, {})?.[0]).toBe('warn');
    expect(write(4, {})?.[0]).toBe('debug');
  });

  it('drops stacks and keeps names', () => {
    expect(write(2, { stack: 'long', groupId: 'g' })).toEqual([
      'warn',
      { component: 'kafkajs', namespace: 'Consumer', groupId: 'g' },
      'what happened',
    ]);
  });
});
