import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Need, Right, User } from './access.js';
import type { Acl, DefaultAcls, StreamAcl } from './acl.js';
import { isGranted, type Lists } from './rules.js';

const RIGHTS: readonly Right[] = ['read', 'write', 'delete', 'metaRead', 'metaWrite'];
const ann: User = { name: 'ann', groups: ['editors'] };
const admin: User = { name: 'root', groups: ['$admins'] };
const ops: User = { name: 'ops', groups: ['$ops'] };
const none: DefaultAcls = { userStreams: undefined, systemStreams: undefined };

const on = (stream: string, right: Right): Need => ({ kind: 'stream', stream, right });
const lists = (acls: Readonly<Record<string, StreamAcl>> = {}, defaults: DefaultAcls = none): Lists => ({
  streamAcl: (stream) => acls[stream],
  defaults: () => defaults,
});
const may = (user: User | undefined, need: Need, view = lists()): boolean => isGranted(user, need, view, 'refused');

describe('Without lists', () => {
  it.each(RIGHTS)('everybody with a name may %s streams of users', (right) => {
    expect(may(ann, on('order-1', right))).toBe(true);
  });
  it.each(RIGHTS)('administrators alone may %s system streams', (right) => {
    expect([may(ann, on('$projections-x', right)), may(ops, on('$projections-x', right))]).toEqual([false, false]);
    expect(may(admin, on('$projections-x', right))).toBe(true);
  });
  it('reading $all needs an administrator', () => {
    expect([may(ann, on('$all', 'read')), may(admin, on('$all', 'read'))]).toEqual([false, true]);
  });
  it.each(RIGHTS)('a call without credentials may not %s anything', (right) => {
    expect(may(undefined, on('order-1', right))).toBe(false);
  });
  it('a call without credentials counts as everybody where the server says so', () => {
    expect(isGranted(undefined, on('order-1', 'write'), lists(), 'as-everybody')).toBe(true);
    expect(isGranted(undefined, on('$all', 'read'), lists(), 'as-everybody')).toBe(false);
  });
});

describe('Management', () => {
  it.each(['persistent-subscriptions', 'projections', 'node'] as const)('of %s is for $admins and $ops', (operation) => {
    const need: Need = { kind: 'operation', operation };
    expect([admin, ops, ann, undefined].map((user) => isGranted(user, need, lists(), 'as-everybody'))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('A list', () => {
  it('of $all opens it to a group', () => {
    expect(may(ann, on('$all', 'read'), lists({ $all: { read: ['editors'] } }))).toBe(true);
  });
  it('by the name of a default takes that default', () => {
    const defaults: DefaultAcls = { userStreams: { read: ['ann'] }, systemStreams: { read: ['bob'] } };
    expect(may(ann, on('$ours', 'read'), lists({ $ours: '$userStreamAcl' }, defaults))).toBe(true);
    expect(may(ann, on('order-1', 'read'), lists({ 'order-1': '$systemStreamAcl' }, defaults))).toBe(false);
  });
  it.each([
    ['read', 'metaRead'],
    ['write', 'metaWrite'],
  ] as const)('decides on %s of the metadata stream as %s of the stream', (right, meta) => {
    const view = lists({ 'order-1': { [right]: ['bob'], [meta]: ['ann'] } });
    expect(may(ann, on('$$order-1', right), view)).toBe(true);
    expect(may({ name: 'bob', groups: [] }, on('$$order-1', right), view)).toBe(false);
  });
  it('never lets anybody but an administrator delete a metadata stream', () => {
    expect([may(ann, on('$$order-1', 'delete')), may(admin, on('$$order-1', 'delete'))]).toEqual([false, true]);
  });
});

/** The same rule the long way round: collect who is named, then look for the caller. */
function modelGrants(user: User, stream: string, right: Right, own: Acl | undefined, settings: DefaultAcls): boolean {
  const system = stream.startsWith('$');
  const chain = [own, system ? settings.systemStreams : settings.userStreams, { [right]: [system ? '$admins' : '$all'] }];
  const named = chain.map((acl) => acl?.[right]).find((roles) => roles !== undefined) ?? [];
  const held = new Set([user.name, ...user.groups, '$all']);
  return user.groups.includes('$admins') || named.some((role) => held.has(role));
}

describe('Any list with any defaults', () => {
  it('is decided by the first of stream, $settings and built-in that names the right', () => {
    const role = fc.constantFrom('ann', 'bob', 'editors', 'auditors', '$all', '$admins', '$ops');
    const acl = fc.option(
      fc.record(Object.fromEntries(RIGHTS.map((right) => [right, fc.uniqueArray(role, { maxLength: 3 })])), { requiredKeys: [] }),
      { nil: undefined },
    );
    const user = fc.record({
      name: fc.constantFrom('ann', 'bob', 'eve'),
      groups: fc.uniqueArray(fc.constantFrom('editors', 'auditors', '$ops', '$admins'), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(
        user,
        fc.constantFrom('order-1', '$ce-order', '$all'),
        fc.constantFrom(...RIGHTS),
        acl,
        fc.record({ userStreams: acl, systemStreams: acl }),
        (caller, stream, right, own, settings) => {
          const view = lists(own === undefined ? {} : { [stream]: own }, settings);
          expect(may(caller, on(stream, right), view)).toBe(modelGrants(caller, stream, right, own, settings));
        },
      ),
      { numRuns: 500 },
    );
  });
});
