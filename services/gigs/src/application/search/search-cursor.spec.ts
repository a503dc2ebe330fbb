import { describe, expect, it } from '@jest/globals';
import { refusalOf } from '@guildhall/testing';
import { readCursor, signCursor, type CursorScope } from './search-cursor.js';

const scope: CursorScope = { key: Buffer.alloc(32, 1), indexVersion: 'search-v1', query: { q: 'listing', roleId: 'logistics' } };
const place = { score: 4.75, gigId: '7a25714d-4505-5aaf-a9d6-79bf099876de' };

describe('A cursor of search', () => {
  it('leads back to its place, whatever the order of the query', () =>
    expect(readCursor({ ...scope, query: { roleId: 'logistics', q: 'listing' } }, signCursor(scope, place))).toEqual(place));

  it.each<[string, CursorScope]>([
    ['another key', { ...scope, key: Buffer.alloc(32, 2) }],
    ['another version of the index', { ...scope, indexVersion: 'search-v2' }],
    ['another query', { ...scope, query: { q: 'listing' } }],
  ])('is refused under %s', (_, other) =>
    expect(refusalOf(() => readCursor(other, signCursor(scope, place)))).toBe('GIGS.CURSOR_INVALID'),
  );

  it('is refused when it is bent', () => {
    const [body = '', signature = ''] = signCursor(scope, place).split('.');
    const bent = Buffer.from(Buffer.from(body, 'base64url').toString().replace('4.75', '9.75')).toString('base64url');
    for (const cursor of ['', 'x.y', body, `${bent}.${signature}`])
      expect(refusalOf(() => readCursor(scope, cursor))).toBe('GIGS.CURSOR_INVALID');
  });

  it('has one spelling: no other last letter is taken', () => {
    const cursor = signCursor(scope, place);
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const others = [...letters].filter((letter) => letter !== cursor.at(-1)).map((letter) => cursor.slice(0, -1) + letter);
    for (const other of others) expect(refusalOf(() => readCursor(scope, other))).toBe('GIGS.CURSOR_INVALID');
  });
});
