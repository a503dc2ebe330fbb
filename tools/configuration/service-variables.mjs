import ts from 'typescript';
import { docAround, everyNode, valueOf } from './sources.mjs';

/**
 * One variable. `takes`: what it may be, with its unit; `fallback`: the default, null for none, undefined where it has to be given;
 * `refused`: what production refuses, with values in backticks.
 *
 * @typedef {{ variable: string, takes: string, fallback: string | null | undefined, secret: boolean, roles: string, meaning: string,
 *   refused: string }} Variable
 */

const UNITS = { _MS: ' ms', _SEC: ' s' };
const unitOf = (variable) => Object.entries(UNITS).find(([end]) => variable.endsWith(end))?.[1] ?? '';
const code = (text) => `\`${text}\``;
const SECRET = '32 random bytes as base64url';
const NOT_RANDOM = 'what looks made up (`BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc`); the value of another secret';

/** What each method of `ConfigReader` takes, and its default, out of the arguments after the name. */
const KINDS = {
  text: (_, [fallback]) => ({ takes: 'text', fallback }),
  optional: () => ({ takes: 'text', fallback: null }),
  integer: (variable, [{ min, max, fallback }]) => ({
    takes: `whole number, ${min} to ${max}${unitOf(variable)}`,
    fallback: fallback?.toString(),
  }),
  oneOf: (_, [values, fallback]) => ({ takes: values.map(code).join(', '), fallback }),
  listOf: (_, [values, fallback]) => ({
    takes: `comma list of ${values.map(code).join(', ')}`,
    fallback: fallback.join(',') || null,
  }),
  flag: (_, [fallback]) => ({ takes: '`true`, `false`', fallback }),
  url: (_, [protocols]) => ({ takes: `URL: ${protocols.map((each) => code(`${each}//`)).join(', ')}`, fallback: undefined }),
  secret: () => ({ takes: SECRET, fallback: undefined, secret: true, refused: NOT_RANDOM }),
  formerSecret: () => ({ takes: SECRET, fallback: null, secret: true, refused: NOT_RANDOM }),
  // The second argument is the reader of the parsed text, the third one says in words what it takes.
  json: (_, [form]) => ({ takes: `JSON: ${form}`, fallback: undefined }),
};

/** `read.integer('PORT', { … })`: the method, the name of the variable and the arguments after it that are constants. */
const readCall = (node, sources) => {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const { expression, name } = node.expression;
  const [variable, ...rest] = node.arguments;
  if (expression.getText() !== 'read' || !(name.text in KINDS) || !variable || !ts.isStringLiteralLike(variable)) return null;
  const told = name.text === 'json' ? rest.slice(1, 2) : rest;
  return { method: name.text, name: variable.text, args: told.map((arg) => valueOf(arg, sources)) };
};

const described = (variable, kind, doc, file) => {
  if (doc === null || doc.meaning === '') throw new Error(`${file}: ${variable} has no description: write one above its field`);
  const { refused = '', roles = 'every', secret, takes = kind.takes } = doc.tags;
  return {
    variable,
    takes,
    fallback: kind.fallback,
    secret: kind.secret === true || secret !== undefined,
    roles,
    meaning: doc.meaning,
    refused: refused || (kind.refused ?? ''),
  };
};

/** Variables that `file` reads by a `ConfigReader`, in their order. `others` are files whose types and constants it uses. */
export const serviceVariables = (source, others) => {
  const sources = [source, ...others];
  const found = new Map();
  everyNode(source.tree, (node) => {
    const call = readCall(node, sources);
    if (call === null) return;
    const variable = call.method === 'formerSecret' ? `${call.name}_FORMER` : call.name;
    if (found.has(variable)) return;
    const kind = KINDS[call.method](variable, call.args);
    found.set(variable, described(variable, kind, docAround(node, sources), source.file));
  });
  return [...found.values()];
};

const NAME = /^[A-Z][A-Z0-9_]+$/;

/** `environment['NAME']`, `environment.NAME`, `{ NAME: name = 'default' } = environment`, `secret('NAME')` and tables of names. */
const environmentName = (node) => {
  if (ts.isElementAccessExpression(node) && node.expression.getText() === 'environment') return node.argumentExpression.text;
  if (ts.isPropertyAccessExpression(node) && node.expression.getText() === 'environment') return node.name.text;
  if (ts.isBindingElement(node) && node.propertyName) return node.propertyName.getText();
  if (ts.isCallExpression(node) && node.expression.getText() === 'secret') return node.arguments[0]?.text;
  if (ts.isPropertyAssignment(node) && ts.isStringLiteralLike(node.initializer)) return node.initializer.text;
  return undefined;
};

/** `… ?? 'default'` around it, or the default of its binding. */
const fallbackOf = (node, sources) => {
  if (ts.isBindingElement(node)) return node.initializer && valueOf(node.initializer, sources);
  for (let at = node; at !== undefined && !ts.isStatement(at) && !ts.isPropertyAssignment(at); at = at.parent) {
    const isDefault = ts.isBinaryExpression(at) && at.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken;
    if (isDefault && at.right !== node) return valueOf(at.right, sources) || undefined;
  }
  return undefined;
};

/** Variables of a program that reads the environment by itself. What its types call `@optional` need not be given. */
export const environmentVariables = (source) => {
  const found = new Map();
  everyNode(source.tree, (node) => {
    const variable = environmentName(node);
    if (variable === undefined || !NAME.test(variable) || found.has(variable)) return;
    const doc = docAround(node, [source]);
    // Looked at only to refuse it.
    if (doc === null && variable === 'NODE_ENV') return;
    const fallback = fallbackOf(node, [source]) ?? doc?.tags.default ?? (doc?.tags.optional === undefined ? undefined : null);
    found.set(variable, described(variable, { takes: 'text', fallback }, doc, source.file));
  });
  return [...found.values()];
};
