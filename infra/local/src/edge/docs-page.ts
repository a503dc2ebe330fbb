import { escapeHtml, page } from './html.js';
import { isArray, isObject, type Json, type JsonObject } from './json.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly value: JsonObject;
}

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const pretty = (value: Json): string => `<pre>${escapeHtml(JSON.stringify(value, null, 2))}</pre>`;

/** A parameter or answer that is written down once under components. */
const resolve = (document: JsonObject, value: Json | undefined): JsonObject => {
  if (!isObject(value)) return {};
  const ref = value['$ref'];
  if (typeof ref !== 'string' || !ref.startsWith('#/')) return value;
  const target = ref
    .slice(2)
    .split('/')
    .reduce<Json | undefined>((at, key) => (isObject(at) ? at[key] : undefined), document);
  return isObject(target) ? target : {};
};

const operationsOf = (document: JsonObject): readonly Operation[] => {
  const paths = document['paths'];
  if (!isObject(paths)) return [];
  return Object.entries(paths).flatMap(([path, item]) => {
    if (!isObject(item)) return [];
    return METHODS.flatMap((method) => {
      const value = item[method];
      return isObject(value) ? [{ method, path, value }] : [];
    });
  });
};

const parametersOf = (document: JsonObject, { value }: Operation): string => {
  const parameters = value['parameters'];
  if (!isArray(parameters) || parameters.length === 0) return '';
  const rows = parameters
    .map((parameter) => resolve(document, parameter))
    .map(
      (parameter) =>
        `<tr><td><code>${escapeHtml(text(parameter['name']))}</code></td><td>${escapeHtml(text(parameter['in']))}` +
        `${parameter['required'] === true ? ', required' : ''}</td><td>${escapeHtml(text(parameter['description']))}</td></tr>`,
    );
  return `<h4>Parameters</h4><table>${rows.join('')}</table>`;
};

const bodyOf = (document: JsonObject, { value }: Operation): string => {
  const body = resolve(document, value['requestBody']);
  return isObject(body['content']) ? `<h4>Body</h4>${pretty(body['content'])}` : '';
};

const answersOf = (document: JsonObject, { value }: Operation): string => {
  const responses = value['responses'];
  if (!isObject(responses)) return '';
  const rows = Object.entries(responses).map(([status, response]) => {
    const answer = resolve(document, response);
    const content = isObject(answer['content']) ? pretty(answer['content']) : '';
    return `<tr><td>${escapeHtml(status)}</td><td>${escapeHtml(text(answer['description']))}${content}</td></tr>`;
  });
  return `<h4>Answers</h4><table>${rows.join('')}</table>`;
};

const allowOf = ({ value }: Operation): string => {
  const allow = value['x-guildhall-allow'];
  if (!isArray(allow)) return '';
  return `<p>Allowed: ${allow.map((who) => `<code>${escapeHtml(text(who))}</code>`).join(', ')}</p>`;
};

const operationHtml = (document: JsonObject, operation: Operation): string => {
  const { method, path, value } = operation;
  const summary = `<span class="method">${method.toUpperCase()}</span> <code>${escapeHtml(path)}</code> <span class="soft">${escapeHtml(text(value['summary']))}</span>`;
  const description = text(value['description']) === '' ? '' : `<p>${escapeHtml(text(value['description']))}</p>`;
  const parts = [
    description,
    allowOf(operation),
    parametersOf(document, operation),
    bodyOf(document, operation),
    answersOf(document, operation),
  ];
  return `<details><summary>${summary}</summary>${parts.join('')}</details>`;
};

const sectionHtml = (document: JsonObject, tag: JsonObject, operations: readonly Operation[]): string => {
  const name = text(tag['name']);
  const own = operations.filter(({ value }) => isArray(value['tags']) && value['tags'].includes(name));
  const listed = own.map((operation) => operationHtml(document, operation)).join('\n');
  return `<h2 id="${escapeHtml(name)}">${escapeHtml(name)}</h2><p class="soft">${escapeHtml(text(tag['description']))}</p>${listed}`;
};

const schemasHtml = (document: JsonObject): string => {
  const components = document['components'];
  const schemas = isObject(components) ? components['schemas'] : undefined;
  if (!isObject(schemas)) return '';
  const entries = Object.entries(schemas).map(
    ([name, schema]) =>
      `<details id="schema-${escapeHtml(name)}"><summary><code>${escapeHtml(name)}</code></summary>${pretty(schema ?? null)}</details>`,
  );
  return `<h2 id="schemas">Schemas</h2>${entries.join('\n')}`;
};

/** The merged documents as one page without scripts. `missing` names services whose document could not be read. */
export const docsPage = (document: JsonObject, missing: readonly string[]): string => {
  const tags = isArray(document['tags']) ? document['tags'].filter(isObject) : [];
  const operations = operationsOf(document);
  const links = tags.map((tag) => `<a href="#${escapeHtml(text(tag['name']))}">${escapeHtml(text(tag['name']))}</a>`);
  const warning = missing.length === 0 ? '' : `<p class="bad">Not answering at the moment: ${escapeHtml(missing.join(', '))}</p>`;
  const body = `<h1>Guildhall: HTTP interface</h1>
<p><a href="/">State</a> · <a href="/docs/openapi.json">OpenAPI 3.1 document</a> · ${String(operations.length)} operations</p>
<nav>${links.join('')}<a href="#schemas">schemas</a></nav>${warning}
${tags.map((tag) => sectionHtml(document, tag, operations)).join('\n')}
${schemasHtml(document)}`;
  return page({ title: 'Guildhall: HTTP interface', body });
};
