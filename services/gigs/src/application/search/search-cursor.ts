import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { fail } from '../../domain/gigs.errors.js';

/** Where a page of search ended: order of its last result, and the index and query that it belongs to. */
export type SearchPlace = Readonly<{ score: number; gigId: string }>;
/** What a cursor is good for; `query`: everything that was asked but the page. */
export type CursorScope = Readonly<{ key: Buffer; indexVersion: string; query: object }>;

const MAC_BYTES = 16;

const scopeHash = ({ indexVersion, query }: CursorScope): string =>
  createHash('sha256').update(JSON.stringify([indexVersion, Object.entries(query).sort()])).digest('base64url').slice(0, 16); // prettier-ignore

const macOf = ({ key }: CursorScope, body: string): Buffer =>
  createHmac('sha256', key).update(body).digest().subarray(0, MAC_BYTES);

/** Signed, so that it can be neither made up nor bent: (score, id, index version) and the query. */
export const signCursor = (scope: CursorScope, { score, gigId }: SearchPlace): string => {
  const body = [score, gigId, scopeHash(scope)].join('|');
  return `${Buffer.from(body).toString('base64url')}.${macOf(scope, body).toString('base64url')}`;
};

/** Throws GIGS.CURSOR_INVALID for a broken cursor, one of another query and one of another index version. */
export const readCursor = (scope: CursorScope, cursor: string): SearchPlace => {
  const [encoded = '', signature = ''] = cursor.split('.');
  // base64url ignores the last bits of a text: only its one canonical spelling is taken.
  const isCanonical = [encoded, signature].every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);
  const body = Buffer.from(encoded, 'base64url').toString('utf8');
  const given = Buffer.from(signature, 'base64url');
  const right = given.length === MAC_BYTES && timingSafeEqual(given, macOf(scope, body));
  const [score, gigId = '', hash] = body.split('|');
  if (!isCanonical || !right || hash !== scopeHash(scope))
    throw fail('GIGS.CURSOR_INVALID', 'A cursor goes with the query that it came from');
  return { score: Number(score), gigId };
};
