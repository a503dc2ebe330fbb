import { describe, expect, it } from '@jest/globals';
import { mergeOpenApi } from './openapi-merge.js';

const documentOf = (service: string) => ({
  openapi: '3.1.0',
  info: { title: service, version: '0.1.0', description: `What ${service} does` },
  security: [{ bearer: [] }],
  paths: {
    [`/${service}/things`]: {
      parameters: [{ $ref: '#/components/parameters/Party' }],
      post: {
        operationId: 'create',
        responses: { 201: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } } },
      },
      get: { operationId: 'list', security: [], responses: {} },
    },
  },
  components: {
    schemas: {
      Thing: { type: 'object', properties: { parent: { $ref: '#/components/schemas/Thing' }, of: { const: service } } },
    },
    parameters: { Party: { name: 'Guildhall-Party', in: 'header' } },
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
  },
});

describe('the merged OpenAPI document', () => {
  const merged = mergeOpenApi(
    ['identity', 'gigs'].map((service) => ({ service, document: documentOf(service) })),
    'http://localhost:8080',
  );

  it('holds the paths of all services', () => {
    expect(Object.keys(merged['paths'] as object)).toEqual(['/identity/things', '/gigs/things']);
    expect(merged['servers']).toEqual([{ url: 'http://localhost:8080' }]);
  });

  it('keeps components of the same name apart, and what points to them', () => {
    expect(merged).toMatchObject({
      components: {
        schemas: {
          'identity.Thing': {
            properties: { parent: { $ref: '#/components/schemas/identity.Thing' }, of: { const: 'identity' } },
          },
          'gigs.Thing': { properties: { parent: { $ref: '#/components/schemas/gigs.Thing' }, of: { const: 'gigs' } } },
        },
      },
      paths: { '/gigs/things': { parameters: [{ $ref: '#/components/parameters/gigs.Party' }] } },
    });
  });

  it('gives every operation an id of its own, its service as tag, and the security its document asks for', () => {
    expect(merged).toMatchObject({
      paths: {
        '/gigs/things': {
          post: { operationId: 'gigs.create', tags: ['gigs'], security: [{ 'gigs.bearer': [] }] },
          get: { operationId: 'gigs.list', security: [] },
        },
      },
      tags: [
        { name: 'identity', description: 'What identity does' },
        { name: 'gigs', description: 'What gigs does' },
      ],
    });
  });

  it('is a document without services as well', () => {
    expect(mergeOpenApi([], 'http://localhost:8080')).toMatchObject({ openapi: '3.1.0', info: { version: '0.0.0' }, paths: {} });
  });
});
