import { statusOf, type ErrorTable } from '@guildhall/kernel';
import { DiscoveryService } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { ServiceDefinition } from '../definition/service-definition.js';
import { COMMON_ERRORS } from '../http/common-errors.js';
import type { DeclaredErrors } from '../http/declared-errors.js';
import { useCaseOf } from '../http/kebab.js';
import { describeSuccess, OPEN_OUTCOME, openOutcomeResponse } from './answers.js';
import { describeDtos } from './dto-schema.js';
import { operationsOf, RouteRefused, type Operation } from './operations-of-app.js';

type OperationObject = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Extended = OperationObject & { 'x-guildhall-allow': readonly string[]; 'x-guildhall-step-up'?: true };
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/**
 * The OpenAPI 3.1 document of a service, built from its code: every operation has an operationId (its use case), `x-guildhall-allow`,
 * its header parameters and every error code that it may answer, by status. Throws `RouteRefused` where a route names an unknown code.
 */
export const createOpenApi = (
  app: NestFastifyApplication,
  definition: ServiceDefinition,
  version: string,
  declared: DeclaredErrors,
): OpenAPIObject => {
  const operations = operationsOf(app.get(DiscoveryService, { strict: false }));
  describeDtos(operations);
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(`Guildhall ${definition.service}`)
    .setVersion(version)
    .addServer('/')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Access token of identity, 5 minutes' },
      'accessToken',
    )
    .build();
  const document = SwaggerModule.createDocument(app, config, { operationIdFactory: useCaseOf });
  const byId = new Map(operations.map((operation) => [operation.useCase, operation]));
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const described = path[method];
      const operation = byId.get(described?.operationId ?? '');
      if (described && operation) complete(described, operation, definition, declared);
    }
  }
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: PROBLEM, OpenOutcome: OPEN_OUTCOME },
  };
  return document;
};

const complete = (
  described: OperationObject,
  operation: Operation,
  definition: ServiceDefinition,
  declared: DeclaredErrors,
): void => {
  const extended = described as Extended;
  extended['x-guildhall-allow'] = operation.allow;
  if (operation.stepUp === 'required') extended['x-guildhall-step-up'] = true;
  if (!operation.allow.includes('public')) extended.security = [{ accessToken: [] }];
  extended.parameters = [...(described.parameters ?? []), ...headersOf(operation)];
  const byStatus = codesByStatus(operation, definition);
  for (const [status, codes] of byStatus) described.responses[status] = problemResponse(codes);
  describeSuccess(described.responses, operation, definition);
  if (operation.method !== 'GET') described.responses['202'] = openOutcomeResponse(described.responses['202']);
  declared.declare(operation.useCase, [...byStatus.values()].flat());
};

/** Codes of an operation by status: the service's own as declared, those of service-kit as the operation's shape implies. */
const codesByStatus = (operation: Operation, definition: ServiceDefinition): ReadonlyMap<string, readonly string[]> => {
  const stepUp = operation.stepUp === 'required' ? [`${definition.service.toUpperCase()}.STEP_UP_REQUIRED`] : [];
  const own = [...operation.errors, ...stepUp].map((code) => [code, statusOfCode(code, operation, definition.errors)] as const);
  const kit = commonOf(operation).map((code) => [code, COMMON_ERRORS[code]] as const);
  const byStatus = new Map<string, string[]>();
  for (const [code, status] of [...own, ...kit]) {
    const codes = byStatus.get(String(status)) ?? [];
    if (!codes.includes(code)) byStatus.set(String(status), [...codes, code]);
  }
  return byStatus;
};

const statusOfCode = (code: string, { controller, handler }: Operation, table: ErrorTable): number => {
  const kind = table[code];
  if (kind) return statusOf[kind];
  throw new RouteRefused(`${controller.name}.${handler} names ${code}, which stands in no error table`);
};

const commonOf = (operation: Operation): readonly (keyof typeof COMMON_ERRORS)[] => {
  const writes = operation.method !== 'GET';
  return [
    'COMMON.VALIDATION',
    'COMMON.NOT_FOUND',
    'COMMON.RATE_LIMITED',
    'COMMON.INTERNAL',
    'COMMON.UNAVAILABLE',
    ...(operation.allow.includes('public') ? ([] as const) : (['COMMON.UNAUTHENTICATED', 'COMMON.FORBIDDEN'] as const)),
    ...(writes
      ? ([
          'COMMON.REVISION_CONFLICT',
          'COMMON.PAYLOAD_TOO_LARGE',
          'COMMON.UNSUPPORTED_MEDIA',
          'COMMON.IDEMPOTENCY_KEY_REUSED',
        ] as const)
      : []),
    ...(operation.idempotencyKey === 'required' ? (['COMMON.IDEMPOTENCY_KEY_MISSING'] as const) : []),
  ];
};

type Parameter = Readonly<{ name: string; in: 'header'; required: boolean; description: string; schema: { type: 'string' } }>;
const header = (name: string, description: string, need: 'required' | 'optional' = 'optional'): Parameter => ({
  name,
  in: 'header',
  required: need === 'required',
  description,
  schema: { type: 'string' },
});

const headersOf = (operation: Operation): readonly Parameter[] => [
  header('Guildhall-Correlation-Id', 'Taken or made, answered, carried through events, facts and logs'),
  ...(operation.allow.includes('public') ? [] : [header('Guildhall-Party', 'The party acted for; default: the own one')]),
  ...(operation.method === 'GET'
    ? [header('Guildhall-At-Least', 'A Guildhall-Position of this service: the answer waits for it, 2 s at most')]
    : [
        header('Idempotency-Key', 'The same key and request give the first answer again', operation.idempotencyKey),
        header('If-Match', 'The quoted revision that was seen (ETag)'),
      ]),
];

const problemResponse = (codes: readonly string[]) => ({
  description: codes.join(', '),
  content: {
    'application/problem+json': {
      schema: {
        allOf: [
          { $ref: '#/components/schemas/Problem' },
          { type: 'object', properties: { code: { type: 'string', enum: [...codes] } } },
        ],
      },
    },
  },
});

const PROBLEM = {
  type: 'object' as const,
  description: 'RFC 9457',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' as const },
    title: { type: 'string' as const },
    status: { type: 'integer' as const },
    detail: { type: 'string' as const },
    code: { type: 'string' as const },
    traceId: { type: 'string' as const },
    correlationId: { type: 'string' as const },
  },
  additionalProperties: true,
};
