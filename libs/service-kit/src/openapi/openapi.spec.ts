import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import { Allow, Errors } from '../http/decorators.js';
import { GuildhallModule } from '../runtime/guildhall.module.js';
import { sampleService } from '../testing/sample/sample.module.js';
import { createTestService, type TestService } from '../testing/test-service.js';

type Operation = {
  operationId: string;
  'x-guildhall-allow': string[];
  security?: object[];
  parameters: { name: string; in: string; required: boolean }[];
  responses: Record<
    string,
    {
      description: string;
      content?: Record<string, { schema: { allOf: [object, { properties: { code: { enum: string[] } } }] } }>;
    }
  >;
  requestBody?: { content: Record<string, { schema: { $ref: string } }> };
};

const sample = sampleService('contracts');

describe('The OpenAPI document', () => {
  let service: TestService;
  const operation = (path: string, method: 'get' | 'post') => service.openapi.paths[path]?.[method] as unknown as Operation;
  const codes = (described: Operation, status: string) =>
    described.responses[status]?.content?.['application/problem+json']?.schema.allOf[1].properties.code.enum ?? [];
  beforeAll(async () => {
    service = await createTestService(sample.definition, sample.module);
  });
  afterAll(() => service.close());

  it('is served without a token at the service’s prefix', async () => {
    const { status, body } = await service.get('/contracts/openapi.json');
    expect([status, (body as { openapi: string }).openapi]).toEqual([200, '3.1.0']);
  });

  it('names policy, id and codes of every operation', () => {
    const operations = Object.values(service.openapi.paths).flatMap((path) =>
      (['get', 'post', 'put', 'patch', 'delete'] as const).flatMap((method) =>
        path[method] ? [path[method] as unknown as Operation] : [],
      ),
    );
    expect(operations.length).toBeGreaterThan(5);
    for (const described of operations) {
      expect(described['x-guildhall-allow'].length).toBeGreaterThan(0);
      expect(described.operationId).toMatch(/^[a-z-]+\.[a-z-]+$/);
      expect(codes(described, '503')).toEqual(['COMMON.UNAVAILABLE']);
      const open = described['x-guildhall-allow'].includes('public');
      expect([described.operationId, described.security === undefined]).toEqual([described.operationId, open]);
    }
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  it('states the service’s own codes under the status of their kind', () => {
    expect(codes(operation('/contracts/notes/{noteId}/amendments', 'post'), '409')).toEqual([
      'CONTRACTS.NOTE_CLOSED',
      'COMMON.REVISION_CONFLICT',
    ]);
    expect(codes(operation('/contracts/notes/burn', 'post'), '401')).toContain('CONTRACTS.STEP_UP_REQUIRED');
  });

  it('describes headers: the key is required where a thing is created', () => {
    const key = (described: Operation) => described.parameters.find(({ name }) => name === 'Idempotency-Key');
    expect(key(operation('/contracts/notes', 'post'))).toMatchObject({ in: 'header', required: true });
    expect(key(operation('/contracts/notes/burn', 'post'))).toMatchObject({ required: false });
    expect(operation('/contracts/notes', 'get').parameters.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['limit', 'Guildhall-At-Least', 'Guildhall-Party']),
    );
  });

  it('describes what a success holds, and the open outcome of a command', () => {
    const { responses } = operation('/contracts/notes', 'post');
    expect(responses['201']).toMatchObject({
      content: { 'application/json': { schema: { required: ['position', 'revision', 'noteId'] } } },
    });
    expect(responses['202']).toMatchObject({
      content: { 'application/json': { schema: { $ref: '#/components/schemas/OpenOutcome' } } },
    });
    expect(operation('/contracts/operations/lag', 'get').responses['200']?.content).toHaveProperty('application/json');
  });

  it('describes bodies by the rules of their fields', () => {
    const { schema } = operation('/contracts/notes', 'post').requestBody?.content['application/json'] ?? { schema: { $ref: '' } };
    expect(schema.$ref).toBe('#/components/schemas/WriteNoteRequest');
    const schemas = service.openapi.components?.schemas as unknown as Record<
      string,
      { properties: Record<string, unknown>; required: string[] }
    >;
    expect(schemas['WriteNoteRequest']).toMatchObject({
      properties: { text: { type: 'string', maxLength: 200 } },
      required: ['text'],
    });
    expect(schemas['Label']).toMatchObject({ properties: { colour: { enum: ['red', 'green'] } } });
  });
});

describe('A route', () => {
  it('without a policy fails the start', async () => {
    @Controller('open')
    class OpenController {
      @Get()
      look(): string {
        return 'x';
      }
    }
    @Module({ imports: [GuildhallModule.forService(sample.definition)], controllers: [OpenController] })
    class OpenModule {}
    await expect(createTestService(sample.definition, OpenModule)).rejects.toThrow('OpenController.look has no policy');
  });

  it('whose answer nobody described fails the start', async () => {
    const { 'notes.board': _left, ...answers } = sample.definition.answers;
    await expect(createTestService({ ...sample.definition, answers }, sample.module)).rejects.toThrow('NotesController.board');
  });

  it('that names a code outside the table fails the start', async () => {
    @Controller('odd')
    class OddController {
      @Get()
      @Allow('public')
      @Errors('CONTRACTS.NEVER_HEARD_OF')
      look(): string {
        return 'x';
      }
    }
    @Module({ imports: [GuildhallModule.forService(sample.definition)], controllers: [OddController] })
    class OddModule {}
    await expect(createTestService(sample.definition, OddModule)).rejects.toThrow('CONTRACTS.NEVER_HEARD_OF');
  });
});
