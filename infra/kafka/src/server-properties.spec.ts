import { describe, expect, it } from '@jest/globals';
import { metaProperties, serverProperties } from './server-properties.js';

describe('the broker settings', () => {
  const lines = serverProperties({ port: 19092, controllerPort: 19093, logDirectory: '/somewhere/data' }).split('\n');

  it('listen on the loopback address alone', () => {
    const listeners = lines.filter((line) => line.includes('listeners='));
    expect(listeners).toEqual([
      'listeners=PLAINTEXT://127.0.0.1:19092,CONTROLLER://127.0.0.1:19093',
      'advertised.listeners=PLAINTEXT://127.0.0.1:19092',
    ]);
    expect(lines).toContain('controller.quorum.voters=1@127.0.0.1:19093');
  });

  it('never expire facts or create topics by themselves', () => {
    expect(lines).toEqual(expect.arrayContaining(['log.retention.ms=-1', 'auto.create.topics.enable=false']));
    expect(lines).toContain('offsets.retention.minutes=525600');
  });

  it('name every key once', () => {
    const keys = lines.filter((line) => line !== '').map((line) => line.slice(0, line.indexOf('=')));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('give the storage the identity of its cluster', () => {
    expect(metaProperties('abc')).toBe('version=1\ncluster.id=abc\nnode.id=1\n');
  });
});
