import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { SandboxError } from '../domain/sandbox-error.js';

/** The part of the OpenAPI document that the code reads. */
export type ApiDocument = {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly operationId: string; readonly security?: readonly unknown[] }>>>
  >;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
};

/** The published document is what requests are checked against, so that it cannot promise anything else. */
export class ApiContract {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });

  private constructor(readonly document: ApiDocument) {
    this.ajv.addSchema(document, 'api');
  }

  static load(): ApiContract {
    return new ApiContract(JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8')) as ApiDocument);
  }

  /** The body as the named schema describes it; otherwise SANDBOX.VALIDATION with a pointer for each violation. */
  parse<T>(schema: string, body: unknown): T {
    const validate = this.ajv.getSchema<T>(`api#/components/schemas/${schema}`);
    if (validate === undefined) throw new Error(`openapi.json has no schema ${schema}`);
    if (validate(body)) return body as T;
    const pointers = [...new Set((validate.errors ?? []).map(pointerOf))];
    throw new SandboxError('SANDBOX.VALIDATION', `Not a ${schema}: ${pointers.join('; ')}`, { pointers });
  }
}

function pointerOf({ instancePath, message, params }: ErrorObject): string {
  const extra: unknown = params.additionalProperty;
  return `${instancePath === '' ? '/' : instancePath} ${message ?? 'is not valid'}${typeof extra === 'string' ? `: ${extra}` : ''}`;
}
