import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { requestHash } from './request-hash.js';

const key = Buffer.alloc(32, 1);

describe('The hash of a request', () => {
  it('is the HMAC-SHA-256 of its canonical JSON (RFC 8785)', () => {
    const canonical = '{"a":"é","b":[1,{"c":null,"d":0.1}]}';
    const expected = createHmac('sha256', key).update(canonical, 'utf8').digest('base64url');
    expect(requestHash(key, { b: [1, { d: 0.1, c: null }], a: 'é' })).toBe(expected);
  });

  it('differs by value, by order of a list and by key, not by order of fields', () => {
    const hashes = [
      requestHash(key, { a: 1, b: [1, 2] }),
      requestHash(key, { a: 2, b: [1, 2] }),
      requestHash(key, { a: 1, b: [2, 1] }),
      requestHash(Buffer.alloc(32, 2), { a: 1, b: [1, 2] }),
    ];
    expect(new Set(hashes).size).toBe(4);
    expect(requestHash(key, { b: [1, 2], a: 1 })).toBe(hashes[0]);
  });

  it('does not exist for what JSON cannot hold', () => {
    expect(() => requestHash(key, undefined)).toThrow();
    expect(() => requestHash(key, { amount: 1n })).toThrow();
    expect(() => requestHash(key, { amount: Number.NaN })).toThrow();
  });
});
