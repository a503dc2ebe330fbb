import { isArray, isObject, type Json, type JsonObject } from './json.js';

/** One service's document. */
export interface NamedDocument {
  readonly service: string;
  readonly document: JsonObject;
}

const METHODS: ReadonlySet<string> = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);
const COMPONENT_REF = /^#\/components\/([^/]+)\/(.+)$/;

/** Two services may mean different things by one name, so every component gets its service before its name. */
const qualified = (service: string, name: string): string => `${service}.${name}`;

const rewriteRefs = (service: string, value: Json): Json => {
  if (isArray(value)) return value.map((item) => rewriteRefs(service, item));
  if (typeof value === 'string')
    return value.replace(COMPONENT_REF, (_, kind: string, name: string) => `#/components/${kind}/${qualified(service, name)}`);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, item === undefined ? undefined : rewriteRefs(service, item)]),
  );
};

const rewriteSecurity = (service: string, security: Json | undefined): Json | undefined => {
  if (!isArray(security)) return undefined;
  return security.map((requirement) =>
    isObject(requirement)
      ? Object.fromEntries(Object.entries(requirement).map(([scheme, scopes]) => [qualified(service, scheme), scopes]))
      : requirement,
  );
};

const mergeOperation = (service: string, operation: JsonObject, document: JsonObject): JsonObject => {
  const security = rewriteSecurity(service, operation['security'] ?? document['security']);
  const { operationId } = operation;
  return {
    ...operation,
    tags: [service],
    ...(typeof operationId === 'string' ? { operationId: qualified(service, operationId) } : {}),
    ...(security === undefined ? {} : { security }),
  };
};

const mergePath = (service: string, path: JsonObject, document: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(path).map(([key, value]) => [
      key,
      METHODS.has(key) && isObject(value) ? mergeOperation(service, value, document) : value,
    ]),
  );

const objectAt = (value: JsonObject, key: string): JsonObject => {
  const found = value[key];
  return isObject(found) ? found : {};
};

/**
 * Makes one OpenAPI 3.1 document of the services' own.
 *
 * Paths are told apart by their service already; components, operation ids and security schemes get its name in front,
 * and each operation is tagged with its service.
 */
export const mergeOpenApi = (documents: readonly NamedDocument[], edgeUrl: string): JsonObject => {
  const paths: Record<string, Json> = {};
  const components: Record<string, Record<string, Json>> = {};
  for (const { service, document } of documents) {
    for (const [path, item] of Object.entries(objectAt(document, 'paths'))) {
      if (isObject(item)) paths[path] = rewriteRefs(service, mergePath(service, item, document));
    }
    for (const [kind, entries] of Object.entries(objectAt(document, 'components'))) {
      if (!isObject(entries)) continue;
      const merged = (components[kind] ??= {});
      for (const [name, entry] of Object.entries(entries)) {
        if (entry !== undefined) merged[qualified(service, name)] = rewriteRefs(service, entry);
      }
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Guildhall',
      version: versionOf(documents),
      description: 'All services behind one address. Each also serves its own document at /<service>/openapi.json.',
    },
    servers: [{ url: edgeUrl }],
    tags: documents.map(({ service, document }) => ({ name: service, ...descriptionOf(document) })),
    paths,
    components,
  };
};

const versionOf = (documents: readonly NamedDocument[]): string => {
  const version = documents
    .map(({ document }) => objectAt(document, 'info')['version'])
    .find((candidate) => typeof candidate === 'string');
  return typeof version === 'string' ? version : '0.0.0';
};

const descriptionOf = (document: JsonObject): JsonObject => {
  const { description } = objectAt(document, 'info');
  return typeof description === 'string' ? { description } : {};
};
