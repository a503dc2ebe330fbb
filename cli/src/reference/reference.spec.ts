import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createProgram } from '../program.js';
import { referenceFile } from './reference-file.js';
import { referenceOf } from './reference.js';

const nothing = { url: undefined, email: undefined, password: undefined, credentialsFile: undefined, eventStoreUrl: undefined };

describe('The page of the command line', () => {
  it('is the one that the commands make', () => {
    const program = createProgram({ config: nothing, fetch, out: () => undefined, err: () => undefined }, () => undefined);
    expect(readFileSync(referenceFile, 'utf8')).toBe(referenceOf(program));
  });
});
