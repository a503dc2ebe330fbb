import { describe, expect, it } from '@jest/globals';
import { ownerOf } from './secure-log.js';
import { defaultAccess, ownAccess, userOf } from './stream-access.js';

const services = ['contracts', 'payments'];

describe('The user of a connection string', () => {
  it.each([
    ['esdb://contracts:secret@store:2113', 'contracts'],
    ['esdb+discover://gh%2Fcontracts:se%40cret@a:2113,b:2113?tls=true', 'gh/contracts'],
    ['esdb://127.0.0.1:2113?tls=false', null],
  ])('of %s is %s', (url, user) => expect(userOf(url)).toBe(user));
});

describe('The owner of a stream', () => {
  it.each([
    ['contracts.contract-1', 'contracts'],
    ['checkpoints.payments.relay', 'payments'],
    ['leases.contracts.timers', 'contracts'],
    ['contracts', null],
    ['contractsx.contract-1', null],
    ['$settings', null],
    ['leases', null],
  ])('of %s is %s', (stream, owner) => expect(ownerOf(stream, services)).toBe(owner));
});

describe('Access lists', () => {
  it('of a stream name its user alone, and leave the list to administrators', () => {
    const { readRoles, writeRoles, deleteRoles, metaReadRoles, metaWriteRoles } = ownAccess('contracts');
    expect([readRoles, writeRoles, metaReadRoles]).toEqual([['contracts'], ['contracts'], ['contracts']]);
    expect([deleteRoles, metaWriteRoles]).toEqual([['$admins'], ['$admins']]);
  });

  it('of streams without one let nobody append', () =>
    expect(defaultAccess(services)).toMatchObject({
      $userStreamAcl: { $w: ['$admins'], $d: ['$admins'], $mw: services },
      $systemStreamAcl: { $r: ['$admins'] },
    }));
});
