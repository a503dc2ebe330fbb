import { describe, expect, it } from '@jest/globals';
import { OutcomeUnknown, StoreUnavailable, WrongExpectedRevision } from '@guildhall/event-sourcing';
import { placesOf, placeToken } from './open-outcome.js';
import { RequestClaims, RequestGivenUp } from './request-claims.js';

const STREAM = 'contracts.note-7';
const COMMAND = '018f3c7e-5b1a-7cc2-9f4e-0a1b2c3d4e5f';
const place = { stream: STREAM, commandId: COMMAND };
const written = { revision: 0n, position: 7n };
const fails = (error: Error) => () => Promise.reject(error);
const noting = async (claims: RequestClaims, append: () => Promise<typeof written>): Promise<void> => {
  await claims.note(STREAM, COMMAND, append).catch(() => undefined);
};

describe('The claims of a request', () => {
  it('are open while an append is on its way, and settled by its success', async () => {
    const claims = new RequestClaims();
    let finish: (result: typeof written) => void = () => undefined;
    const appending = claims.note(STREAM, COMMAND, () => new Promise((resolve) => (finish = resolve)));
    expect([claims.open, claims.places]).toEqual([true, [place]]);
    finish(written);
    await appending;
    expect([claims.open, claims.touched, claims.places]).toEqual([false, true, [place]]);
  });

  it('stay open after an unknown outcome, whatever fails for certain later', async () => {
    const claims = new RequestClaims();
    await noting(claims, fails(new OutcomeUnknown('deadline')));
    await noting(claims, fails(new StoreUnavailable('away')));
    expect([claims.open, claims.touched, claims.places]).toEqual([true, true, [place]]);
    await noting(claims, () => Promise.resolve(written));
    expect(claims.open).toBe(false);
  });

  it('hold nothing of an append that failed for certain', async () => {
    const claims = new RequestClaims();
    await noting(claims, fails(new WrongExpectedRevision(STREAM, 'no_stream', 3n)));
    await noting(claims, fails(new StoreUnavailable('away')));
    expect([claims.open, claims.touched, claims.places]).toEqual([false, false, []]);
  });

  it('take no append once the request was given up', async () => {
    const claims = new RequestClaims();
    claims.end();
    let called = 0;
    await expect(claims.note(STREAM, COMMAND, () => ((called += 1), Promise.resolve(written)))).rejects.toThrow(RequestGivenUp);
    expect([called, claims.touched]).toEqual([0, false]);
  });
});

describe('The token of a place', () => {
  it('is read back by its own service only', () => {
    const token = placeToken([place]);
    expect([placesOf(token, 'contracts'), placesOf(token, 'payments')]).toEqual([[place], null]);
  });

  it.each([
    ['no JSON', 'abc'],
    ['nothing', placeToken([])],
    ['no list', Buffer.from('{"a":1}').toString('base64url')],
    ['a stream without form', placeToken([{ stream: 'contracts.', commandId: COMMAND }])],
    ['a command that is no id', placeToken([{ stream: STREAM, commandId: '7' }])],
    ['more places than a request has', placeToken(Array.from({ length: 9 }, () => place))],
  ])('is refused with %s', (_, token) => expect(placesOf(token, 'contracts')).toBeNull());
});
