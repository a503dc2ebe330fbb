import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { closed, type JsonSchema } from './closed-schema.js';

/** What is read of an OpenAPI document. */
type Document = Readonly<{
  paths: Readonly<Record<string, object>>;
  components?: Readonly<{ schemas?: Readonly<Record<string, object>> }> | undefined;
}>;
type Described = Readonly<{
  responses?: Readonly<Record<string, Readonly<{ content?: Readonly<Record<string, { schema?: object }>> }>>>;
}>;
type Path = Readonly<{ pattern: string; form: RegExp; item: Readonly<Record<string, Described>> }>;

/** The document lies where a parameter of its root resource would. */
const OWN_PATH = '/openapi.json';
const SUCCESS = (status: number): boolean => status >= 200 && status < 300;

/** A success is not what the OpenAPI document says; the message names operation, place and fault. */
export class AnswerDiffers extends Error {
  override readonly name = 'AnswerDiffers';
}

/**
 * Compares real successes with an OpenAPI document: a field that the document does not name is a fault like one that is missing, so that
 * the document cannot fall behind. Paths that it does not know (health, metrics, the document itself) are not
 * its business.
 */
export class AnswerChecker {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  private readonly paths: readonly Path[];
  private readonly compiled = new Map<string, ValidateFunction | null>();

  constructor(private readonly document: Document) {
    // A fixed part is meant before a parameter: /disputes/queue is not /disputes/{disputeId}.
    const patterns = Object.entries(document.paths).sort(([left], [right]) => parameters(left) - parameters(right));
    this.paths = patterns.map(([pattern, item]) => ({ pattern, form: formOf(pattern), item: item as Path['item'] }));
  }

  /** Throws `AnswerDiffers` where a success of a described operation has another body. `path` may have a query. */
  demandFit(method: string, path: string, status: number, body: unknown): void {
    const [plain = path] = path.split('?');
    if (!SUCCESS(status) || plain.endsWith(OWN_PATH)) return;
    const known = this.paths.find(({ form, item }) => form.test(plain) && item[method.toLowerCase()] !== undefined);
    if (!known) return;
    const validate = this.validatorOf(known, method.toLowerCase(), status);
    const name = `${method} ${known.pattern} (${status})`;
    if (!validate) {
      if (body !== undefined && body !== null && body !== '') throw new AnswerDiffers(`${name} has a body that is not described`);
      return;
    }
    if (validate(body)) return;
    const faults = (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
    );
    throw new AnswerDiffers(`${name}: ${faults.slice(0, 5).join('; ')} in ${JSON.stringify(body).slice(0, 400)}`);
  }

  private validatorOf({ pattern, item }: Path, method: string, status: number): ValidateFunction | null {
    const key = `${method} ${pattern} ${status}`;
    const known = this.compiled.get(key);
    if (known !== undefined) return known;
    const schema = item[method]?.responses?.[String(status)]?.content?.['application/json']?.schema;
    const made = schema ? this.ajv.compile(closed(schema as JsonSchema, this.document.components?.schemas ?? {})) : null;
    this.compiled.set(key, made);
    return made;
  }
}

const parameters = (pattern: string): number => pattern.split('{').length - 1;

const formOf = (pattern: string): RegExp => {
  const parts = pattern.split('/').map((part) => (part.startsWith('{') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${parts.join('/')}/?$`);
};
