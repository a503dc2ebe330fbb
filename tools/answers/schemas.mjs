import { createRequire } from 'node:module';
import { join } from 'node:path';
import { canonical } from './canonical.mjs';

const require = createRequire(import.meta.url);
const TJS = require('typescript-json-schema');
/** The compiler of the generator: types of another one would not be understood. */
export const ts = createRequire(require.resolve('typescript-json-schema'))('typescript');

/** One file that names each handler's answer as a type; it exists in memory only. */
const sourceOf = (handlers) =>
  [
    `import type { Written } from '@guildhall/event-sourcing';`,
    // What service-kit makes of a result: `Written` becomes its fields with position and revision.
    `type Body<R extends object> = { [K in keyof (R & At)]: (R & At)[K] };`,
    `type At = { position: string; revision: string };`,
    `type Answer<T> = T extends Written<infer R> ? Body<R> : T;`,
    ...handlers.map(
      ({ file, className, methodName }, index) =>
        `export type Answer${index} = Answer<Awaited<ReturnType<import('${file.replace(/\.ts$/, '.js')}').${className}['${methodName}']>>>;`,
    ),
  ].join('\n');

const compilerOptions = (root) => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  return { ...options, composite: false, declaration: false, emitDeclarationOnly: false, noEmit: true };
};

const programOf = (root, sources) => {
  const options = compilerOptions(root);
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => sources.has(name) || fileExists.call(host, name);
  host.readFile = (name) => sources.get(name) ?? readFile.call(host, name);
  host.getSourceFile = (name, language, ...rest) => {
    const text = sources.get(name);
    return text === undefined
      ? getSourceFile.call(host, name, language, ...rest)
      : ts.createSourceFile(name, text, language, true);
  };
  return ts.createProgram([...sources.keys()], options, host);
};

const refuseErrors = (program, sources) => {
  for (const name of sources.keys()) {
    const [first] = program.getSemanticDiagnostics(program.getSourceFile(name));
    if (first) throw new Error(`${name}: ${ts.flattenDiagnosticMessageText(first.messageText, '\n')}`);
  }
};

/** The generator tells what it cannot evaluate of default values; only types count here. */
const quietly = (act) => {
  const { log, warn } = console;
  Object.assign(console, { log: () => undefined, warn: () => undefined });
  try {
    return act();
  } finally {
    Object.assign(console, { log, warn });
  }
};

const SETTINGS = { required: true, strictNullChecks: true, ref: false, aliasRef: false, topRef: false, ignoreErrors: true };

/**
 * JSON Schemas of the answers of several workspaces, `[{ folder, handlers }]`: for each a map from use case to schema. An answer without
 * a body is `null`.
 */
export const schemasOf = (root, workspaces) => {
  const sources = new Map(
    workspaces.map(({ folder, handlers }) => [join(folder, 'src', 'answers.in-memory.ts'), sourceOf(handlers)]),
  );
  const program = programOf(root, sources);
  refuseErrors(program, sources);
  const checker = program.getTypeChecker();
  return workspaces.map(({ folder, handlers }) => {
    const file = program.getSourceFile(join(folder, 'src', 'answers.in-memory.ts'));
    const generator = quietly(() => TJS.buildGenerator(program, SETTINGS, [file.fileName]));
    const types = new Map(checker.getExportsOfModule(checker.getSymbolAtLocation(file)).map((symbol) => [symbol.name, symbol]));
    const schemaOf = (index) => {
      const type = checker.getDeclaredTypeOfSymbol(types.get(`Answer${index}`));
      if (type.flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined | ts.TypeFlags.Never)) return null;
      const schema = quietly(() => generator.getSchemaForSymbol(`Answer${index}`));
      delete schema.$schema; // OpenAPI 3.1 has its own dialect
      return canonical(schema);
    };
    return Object.fromEntries(handlers.map(({ useCase }, index) => [useCase, schemaOf(index)]));
  });
};
