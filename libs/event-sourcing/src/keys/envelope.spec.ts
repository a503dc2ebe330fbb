import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isEnvelope, openEnvelope, openWith, sealEnvelope, sealWith } from './envelope.js';
import { InMemorySubjectKeys } from './in-memory-subject-keys.js';
import { ERASED } from './subject-keys.port.js';

const place = { stream: 'identity.account-1', type: 'ProfileEdited', field: 'name', subject: 'ada' };
const key = { kid: 'k1', key: Buffer.alloc(32, 7) };

describe('An envelope', () => {
  it('gives back any JSON value', () =>
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const envelope = sealWith(key, place, value);
        expect(isEnvelope(envelope)).toBe(true);
        expect(openWith(key, place, envelope)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    ));

  it('hides the text and never looks the same twice', () => {
    const [a, b] = [sealWith(key, place, 'Ada Lovelace'), sealWith(key, place, 'Ada Lovelace')];
    expect(a.ct).not.toBe(b.ct);
    expect(Buffer.from(a.iv, 'base64url')).toHaveLength(12);
    expect(Buffer.from(a.ct, 'base64url').toString('latin1')).not.toContain('Ada');
  });

  it.each(['stream', 'type', 'field', 'subject'] as const)('does not open under another %s', (part) => {
    const envelope = sealWith(key, place, 'Ada');
    expect(() => openWith(key, { ...place, [part]: 'other' }, envelope)).toThrow();
  });

  it('does not open with one changed bit, or with another key', () => {
    const envelope = sealWith(key, place, 'Ada');
    const ct = Buffer.from(envelope.ct, 'base64url');
    ct[0] = (ct[0] ?? 0) ^ 1;
    expect(() => openWith(key, place, { ...envelope, ct: ct.toString('base64url') })).toThrow();
    expect(() => openWith({ kid: 'k2', key: Buffer.alloc(32, 8) }, place, envelope)).toThrow();
  });

  it('reads as erased once the subject is destroyed', async () => {
    const keys = new InMemorySubjectKeys();
    const envelope = await sealEnvelope(keys, 'seal', place, { rating: 5 });
    expect(await openEnvelope(keys, place, envelope)).toEqual({ rating: 5 });
    await keys.destroy('ada');
    expect(await openEnvelope(keys, place, envelope)).toBe(ERASED);
  });
});
