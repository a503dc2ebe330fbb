import { SERVICES, type ServiceName } from '@guildhall/kernel';
import type { Api } from '@guildhall/local';

type RawOperation = Readonly<{
  operationId: string;
  'x-guildhall-allow'?: readonly string[];
  'x-guildhall-step-up'?: true;
}>;
type Document = Readonly<{ paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>> }>;

/** One operation of an OpenAPI document. `id` is unique over all services; `stepUp`: whether the password is asked for again. */
export type Operation = Readonly<{
  service: ServiceName;
  id: string;
  method: string;
  path: string;
  allow: readonly string[];
  stepUp: 'needed' | 'not needed';
}>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

const operationsOf = (service: ServiceName, { paths }: Document): readonly Operation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => METHODS.includes(method))
      .map(([method, operation]) => ({
        service,
        id: `${service}/${operation.operationId}`,
        method: method.toUpperCase(),
        path,
        allow: operation['x-guildhall-allow'] ?? [],
        stepUp: operation['x-guildhall-step-up'] ? 'needed' : 'not needed',
      })),
  );

/** Every operation of every service's OpenAPI document. */
export const allOperations = async (api: Api): Promise<readonly Operation[]> => {
  const documents = await Promise.all(
    SERVICES.map(async (service) => operationsOf(service, (await api.get<Document>(`/${service}/openapi.json`)).body)),
  );
  return documents.flat();
};

/** The path with its parameters filled in; throws where one is missing. */
export const pathOf = ({ id, path }: Operation, values: Readonly<Record<string, string>>): string =>
  path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${id} needs ${name}`);
    return encodeURIComponent(value);
  });
