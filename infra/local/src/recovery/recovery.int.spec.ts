import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBackup, sealBackup } from './backup-folder.js';
import { relaysBehind } from './restored-services.js';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

describe('A backup', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'guildhall-backup-'));
    folders.push(folder);
    mkdirSync(join(folder, 'keys'));
    writeFileSync(join(folder, 'event-store.sqlite'), 'log');
    writeFileSync(join(folder, 'keys', 'secrets.json'), '{}');
  });
  const said = { backedUpAt: '2026-03-02T09:00:00.000Z', events: 7, lastPosition: '448', commit: 'abc' };

  it('opens as it was sealed', async () => {
    const sealed = await sealBackup(folder, said);
    expect(sealed.files.map(({ path }) => path)).toEqual(['event-store.sqlite', join('keys', 'secrets.json')]);
    expect(await openBackup(folder)).toEqual(sealed);
  });

  it('is none before it is sealed', async () => {
    await expect(openBackup(folder)).rejects.toThrow(/not finished/);
    expect(existsSync(join(folder, 'backup.json'))).toBe(false);
  });

  it('is refused when one of its files was changed or lost', async () => {
    await sealBackup(folder, said);
    appendFileSync(join(folder, 'event-store.sqlite'), '!');
    await expect(openBackup(folder)).rejects.toThrow(/event-store\.sqlite is not what was backed up/);
    rmSync(join(folder, 'event-store.sqlite'));
    await expect(openBackup(folder)).rejects.toThrow(/event-store\.sqlite is not what was backed up/);
  });
});

describe('Relays after a restore', () => {
  const relay = (state: string, pending: number) => [
    { metric: 'runner_lag_seconds', labels: { runner: 'relay', state }, value: 0 },
    { metric: 'relay_pending_events', labels: { topic: 't' }, value: pending },
  ];

  it('are behind until they are live and nothing waits', () => {
    const services = [
      { service: 'gigs', series: relay('live', 0) },
      { service: 'identity', series: relay('live', 3) },
      { service: 'contracts', series: relay('connecting', 0) },
      { service: 'payments', series: undefined },
    ];
    expect(relaysBehind(services)).toEqual(['identity/relay', 'contracts/relay', 'payments/relay']);
  });
});
