import { describe, expect, it } from '@jest/globals';
import { AnswerChecker, AnswerDiffers } from './answer-checker.js';

const text = { type: 'string' };
const json = (schema: object) => ({ description: 'Done', content: { 'application/json': { schema } } });
const note = {
  type: 'object',
  properties: { noteId: text, tags: { type: 'array', items: { $ref: '#/components/schemas/Tag' } } },
};
const checker = new AnswerChecker({
  paths: {
    '/contracts/{contractId}': { get: { responses: { 200: json({ ...note, required: ['noteId'] }) } } },
    '/contracts/queue': {
      get: {
        responses: {
          200: json({
            allOf: [
              { type: 'object', properties: { a: text } },
              { type: 'object', properties: { b: text } },
            ],
          }),
        },
      },
    },
    '/contracts/{contractId}/endings': { post: { responses: { 201: { description: 'Done; no body' } } } },
    '/contracts/{contractId}/shares': {
      get: { responses: { 200: json({ type: 'object', properties: {}, additionalProperties: text }) } },
    },
  },
  components: { schemas: { Tag: { type: 'object', properties: { name: text }, required: ['name'] } } },
});
const fits = (method: string, path: string, status: number, body: unknown) => () => checker.demandFit(method, path, status, body);

describe('An answer', () => {
  it.each([
    ['of the promised fields', 'GET', '/contracts/7?full=true', 200, { noteId: 'a', tags: [{ name: 'red' }] }],
    ['of parts that belong together', 'GET', '/contracts/queue', 200, { a: 'x', b: 'y' }],
    ['of any field where the document says so', 'GET', '/contracts/7/shares', 200, { ann: '1', bob: '2' }],
    ['without a body where none is promised', 'POST', '/contracts/7/endings', 201, undefined],
    ['that is a refusal', 'GET', '/contracts/7', 404, { code: 'COMMON.NOT_FOUND' }],
    ['that is the document', 'GET', '/contracts/openapi.json', 200, { openapi: '3.1.0' }],
    ['of a path outside the document', 'GET', '/health/live', 200, { anything: 1 }],
  ])('fits %s', (_, method, path, status, body) => expect(fits(method, path, status, body)).not.toThrow());

  it.each([
    ['a field is missing', 'GET', '/contracts/7', 200, { tags: [] }],
    ['a field is new', 'GET', '/contracts/7', 200, { noteId: 'a', secret: 'x' }],
    ['a field of a component is new', 'GET', '/contracts/7', 200, { noteId: 'a', tags: [{ name: 'red', colour: 1 }] }],
    ['a field has another type', 'GET', '/contracts/7', 200, { noteId: 7 }],
    ['a field is new beside parts', 'GET', '/contracts/queue', 200, { a: 'x', c: 'z' }],
    ['there is a body nobody promised', 'POST', '/contracts/7/endings', 201, { done: true }],
    ['the status is not described', 'GET', '/contracts/7', 206, { noteId: 'a' }],
  ])('differs where %s', (_, method, path, status, body) => expect(fits(method, path, status, body)).toThrow(AnswerDiffers));
});
