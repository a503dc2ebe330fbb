import fc from 'fast-check';
import { SERVICES, type ServiceName } from '@guildhall/kernel';
import type { Api } from '@guildhall/local';

type Schema = Readonly<{
  $ref?: string;
  type?: string | readonly string[];
  format?: string;
  pattern?: string;
  enum?: readonly unknown[];
  example?: unknown;
  required?: readonly string[];
  properties?: Readonly<Record<string, Schema>>;
  items?: Schema;
  allOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  minimum?: number;
  minLength?: number;
  minItems?: number;
}>;
type Parameter = Readonly<{ name: string; in: string; required?: boolean; schema?: Schema }>;
type RawOperation = Readonly<{
  operationId: string;
  'x-guildhall-allow'?: readonly string[];
  parameters?: readonly Parameter[];
  requestBody?: Readonly<{ content?: Readonly<Record<string, Readonly<{ schema: Schema }>>> }>;
}>;
type Document = Readonly<{
  paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
  components?: Readonly<{ schemas?: Readonly<Record<string, Schema>> }>;
}>;

/** One operation of an OpenAPI document, with a body that its schema accepts. */
export type Operation = Readonly<{
  service: ServiceName;
  id: string;
  method: string;
  path: string;
  allow: readonly string[];
  body: object | undefined;
}>;

/** Fields whose text means something that no schema can say. */
const KNOWN: Readonly<Record<string, string>> = {
  timeZone: 'Europe/Berlin',
  roleId: 'listing_optimization',
  categoryId: 'listing-optimisation',
  country: 'DE',
  locale: 'en-GB',
};

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const UUID = '11111111-1111-7111-8111-111111111111';

/** A value that the schema accepts: its example, or one drawn from its pattern, always the same. */
const valueOf = (schema: Schema, document: Document, depth = 0): unknown => {
  if (schema.$ref !== undefined)
    return valueOf(document.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''] ?? {}, document, depth);
  if (schema.example !== undefined) return schema.example;
  if (schema.enum) return schema.enum[0];
  const [first] = schema.allOf ?? schema.oneOf ?? [];
  if (first) return valueOf(first, document, depth);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object' || schema.properties) {
    const wanted = (schema.required ?? []).map(
      (name) => [name, KNOWN[name] ?? valueOf(schema.properties?.[name] ?? {}, document, depth + 1)] as const,
    );
    return Object.fromEntries(wanted);
  }
  if (type === 'array') return (schema.minItems ?? 0) > 0 && schema.items ? [valueOf(schema.items, document, depth + 1)] : [];
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1;
  if (type === 'boolean') return true;
  if (schema.format === 'uuid') return UUID;
  if (schema.format === 'date-time') return '2030-01-01T00:00:00.000Z';
  if (schema.format === 'email') return 'nobody@example.org';
  if (schema.pattern !== undefined) return fc.sample(fc.stringMatching(new RegExp(schema.pattern)), { seed: 1, numRuns: 1 })[0];
  return 'x'.repeat(Math.max(12, schema.minLength ?? 0));
};

const operationsOf = (service: ServiceName, document: Document): readonly Operation[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => METHODS.includes(method))
      .map(([method, operation]) => {
        const schema = operation.requestBody?.content?.['application/json']?.schema;
        const body = schema ? (valueOf(schema, document) as object) : method === 'post' ? {} : undefined;
        return {
          service,
          id: operation.operationId,
          method: method.toUpperCase(),
          path,
          allow: operation['x-guildhall-allow'] ?? [],
          body,
        };
      }),
  );

/** Every operation of every service's OpenAPI document. */
export const allOperations = async (api: Api): Promise<readonly Operation[]> => {
  const documents = await Promise.all(
    SERVICES.map(async (service) => operationsOf(service, (await api.get<Document>(`/${service}/openapi.json`)).body)),
  );
  return documents.flat();
};

/** The path with its parameters filled in: known names from `ids`, everything else by an id that nothing has. */
export const pathOf = ({ path }: Operation, ids: Readonly<Record<string, string>>): string =>
  path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(ids[name] ?? UUID));
