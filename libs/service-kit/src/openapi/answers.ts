import type { OpenAPIObject } from '@nestjs/swagger';
import type { ServiceDefinition } from '../definition/service-definition.js';
import kitAnswers from '../generated/answers.json' with { type: 'json' };
import { RouteRefused, type Operation } from './operations-of-app.js';

type Response = NonNullable<NonNullable<OpenAPIObject['paths'][string]['get']>['responses'][string]>;
type OpenAPIResponses = NonNullable<OpenAPIObject['paths'][string]['get']>['responses'];
type Described = Readonly<{ description?: string; content?: Readonly<Record<string, Readonly<{ schema?: object }>>> }>;

const JSON_TYPE = 'application/json';
const SUCCESS = /^2[0-9]{2}$/;

/**
 * Gives an operation's success the body that its handler's return type promises. Throws `RouteRefused` where the service has no
 * description of it.
 */
export const describeSuccess = (
  responses: OpenAPIResponses,
  { useCase, controller, handler }: Operation,
  { answers }: ServiceDefinition,
): void => {
  const described: Readonly<Record<string, object | null>> = { ...kitAnswers, ...answers };
  const schema = described[useCase];
  if (schema === undefined)
    throw new RouteRefused(`${controller.name}.${handler} has no described answer: run "npm run answers"`);
  for (const status of Object.keys(responses).filter((key) => SUCCESS.test(key))) {
    const description = schema === null ? 'Done; no body' : 'Done';
    responses[status] = schema ? { description, content: { [JSON_TYPE]: { schema } } } : { description };
  }
};

/** The body of a 202 whose outcome is open, as `components.schemas.OpenOutcome`. */
export const OPEN_OUTCOME = {
  type: 'object' as const,
  description: 'Nobody confirmed in time what became of the command; its sender may ask at `ask`',
  required: ['code', 'detail', 'commandId', 'ask'],
  properties: {
    code: { type: 'string' as const },
    detail: { type: 'string' as const },
    commandId: { type: 'string' as const, format: 'uuid' },
    ask: { type: 'string' as const },
  },
};

/** The 202 of an operation that writes: its own success where it answers with 202, and the open outcome. */
export const openOutcomeResponse = (own: Response | undefined): Response => {
  const open = { $ref: '#/components/schemas/OpenOutcome' };
  const described = own as Described | undefined;
  const success = described?.content?.[JSON_TYPE]?.schema;
  return {
    description: [described?.description ?? '', 'The outcome is open: ask at `Location`']
      .filter((text) => text !== '')
      .join('; '),
    headers: { Location: { description: 'Where its sender may ask', schema: { type: 'string' } } },
    content: { [JSON_TYPE]: { schema: success ? { anyOf: [success, open] } : open } },
  };
};
