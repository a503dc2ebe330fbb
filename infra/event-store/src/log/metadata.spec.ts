import { describe, expect, it } from '@jest/globals';
import { parseMetadata, revivedJson, softDeleteJson } from './metadata.js';

describe('Stream metadata', () => {
  it('is read from its JSON, other fields left alone', () => {
    expect(parseMetadata('{"$maxCount":3,"$maxAge":60,"$tb":7,"$acl":{"$r":"a"},"mine":1}')).toEqual({
      maxCount: 3,
      maxAge: 60,
      truncateBefore: 7,
    });
  });
  it('knows a soft deletion by its exact number, which a JS number cannot hold', () => {
    expect(parseMetadata(softDeleteJson())).toEqual({ truncateBefore: 'deleted' });
    expect(parseMetadata('{"$tb":9007199254740993}')).toEqual({ truncateBefore: 9007199254740992 });
  });
  it.each(['', 'null', '[]', '7', '{"$maxCount":0}', '{"$maxAge":-1}', '{"$tb":-1}', '{"$maxCount":"3"}', '{"$tb":1.5}'])(
    'counts as none where it is %s',
    (json) => {
      expect(parseMetadata(json)).toEqual({});
    },
  );
  it('keeps its other fields when a deleted stream comes back', () => {
    expect(JSON.parse(revivedJson('{"$maxCount":3,"$tb":9223372036854775807}', 5))).toEqual({ $maxCount: 3, $tb: 5 });
    expect(JSON.parse(revivedJson(null, 0))).toEqual({ $tb: 0 });
  });
});
