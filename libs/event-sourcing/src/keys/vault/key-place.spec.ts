import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newKid, pathOf, placeOfKid } from './key-place.js';

const place = fc.record({ folder: fc.string({ minLength: 1 }), name: fc.string({ minLength: 1, unit: 'grapheme' }) });

describe('A place of a key', () => {
  it('is two segments that no server reads otherwise', () =>
    fc.assert(fc.property(place, (at) => expect(pathOf(at)).toMatch(/^[\w~-][\w.-]*\/[\w~-][\w.-]*$/))));

  it('is its own', () =>
    fc.assert(
      fc.property(place, place, (a, b) => {
        fc.pre(a.folder !== b.folder || a.name !== b.name);
        expect(pathOf(a)).not.toBe(pathOf(b));
      }),
    ));

  it('is told by the id of its key', () => fc.assert(fc.property(place, (at) => expect(placeOfKid(newKid(at))).toEqual(at))));

  it.each(['', 'k1', '01890a5d-ac96-774b-bcce-b302099a8057', 'a:b', 'a:b:c:d', ':b:c'])('is not told by %j', (kid) =>
    expect(placeOfKid(kid)).toBeNull(),
  );
});
