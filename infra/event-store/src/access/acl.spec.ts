import { describe, expect, it } from '@jest/globals';
import { aclOfMetadata, defaultsOfSettings } from './acl.js';

const metadata = (acl: unknown) => JSON.stringify({ $maxCount: 3, $acl: acl, note: 'ours' });

describe('The access list of a stream', () => {
  it('is read from its metadata, a role alone or in a list', () => {
    expect(aclOfMetadata(metadata({ $r: 'ann', $w: ['ann', 'editors'], $d: [], $mr: '$all', $mw: '$admins' }))).toEqual({
      read: ['ann'],
      write: ['ann', 'editors'],
      delete: [],
      metaRead: ['$all'],
      metaWrite: ['$admins'],
    });
  });
  it('leaves a right without an entry to the defaults', () => {
    expect(aclOfMetadata(metadata({ $r: 'ann', $w: null }))).toEqual({ read: ['ann'] });
  });
  it('may be the name of a default', () => {
    expect(aclOfMetadata(metadata('$userStreamAcl'))).toBe('$userStreamAcl');
    expect(aclOfMetadata(metadata('$systemStreamAcl'))).toBe('$systemStreamAcl');
  });
  it.each([[{ $r: 7 }], [{ $r: ['ann', 7] }], [{ $r: { ann: true } }]])('grants nobody where a role is no text: %j', (acl) => {
    expect(aclOfMetadata(metadata(acl))).toEqual({ read: [] });
  });
  it.each([[null], ['no json "$acl"'], ['[{"$acl":{}}]'], ['{"$acl":"everybody"}'], ['{"$acl":["ann"]}'], ['{"$maxCount":3}']])(
    'is absent from %s',
    (json) => {
      expect(aclOfMetadata(json)).toBeUndefined();
    },
  );
});

describe('The defaults of $settings', () => {
  it('stand in its last event', () => {
    const json = JSON.stringify({ $userStreamAcl: { $r: 'readers' }, $systemStreamAcl: { $r: ['$admins', 'auditors'] } });
    expect(defaultsOfSettings(json)).toEqual({
      userStreams: { read: ['readers'] },
      systemStreams: { read: ['$admins', 'auditors'] },
    });
  });
  it.each([[null], ['nonsense'], ['{}'], ['7']])('are the built-in ones where it says %s', (json) => {
    expect(defaultsOfSettings(json)).toEqual({ userStreams: undefined, systemStreams: undefined });
  });
});
