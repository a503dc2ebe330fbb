import { describe, it } from '@jest/globals';
import { specFor } from '@guildhall/testing';
import { numbersDecider, type NumbersCommand, type NumbersEvent } from './numbers.decider.js';

const given = specFor(numbersDecider);
const take = (documentId: string): NumbersCommand => ({
  type: 'TakeNumber',
  data: { issuer: 'guildhall', year: 2026, documentId },
});
const taken = (sequence: number, documentId: string): NumbersEvent => ({
  type: 'NumberTaken',
  data: { number: `GUILDHALL-2026-00000${sequence}`, documentId, sequence },
});

describe('Document numbers', () => {
  it('have no gap', () => given(taken(1, 'a')).when(take('b')).then(taken(2, 'b')));
  it('belong to one document each', () => given(taken(1, 'a'), taken(2, 'b')).when(take('a')).thenNothingHappens());
});
