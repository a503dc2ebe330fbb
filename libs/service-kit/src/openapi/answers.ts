import type { OpenAPIObject } from '@nestjs/swagger';

type Response = NonNullable<NonNullable<OpenAPIObject['paths'][string]['get']>['responses'][string]>;
type Described = Readonly<{ description?: string; content?: Readonly<Record<string, Readonly<{ schema?: object }>>> }>;

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
  const success = described?.content?.['application/json']?.schema;
  return {
    description: [described?.description ?? '', 'The outcome is open: ask at `Location`']
      .filter((text) => text !== '')
      .join('; '),
    headers: { Location: { description: 'Where its sender may ask', schema: { type: 'string' } } },
    content: { 'application/json': { schema: success ? { anyOf: [success, open] } : open } },
  };
};
