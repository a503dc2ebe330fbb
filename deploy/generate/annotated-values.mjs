import { isMap, isScalar, LineCounter, parse, parseDocument } from 'yaml';

/**
 * One key of an annotated values file. `schema`: keywords of its "# @schema" lines; `define`: name of its "# @define" line;
 * `children`: keys below, for a map that no annotation describes as a whole.
 *
 * @typedef {{ path: readonly string[], key: string, value: unknown, description: string, schema: object, define: string | null,
 *   children: readonly Entry[] }} Entry
 */

/** Reads a values file into entries; throws on an annotation that is no YAML or a key without a description. */
export const readAnnotatedValues = (text) => {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  if (document.errors.length > 0) throw document.errors[0];
  const lines = text.split('\n');
  return entriesOf(document.contents, [], { lines, lineOf: (offset) => counter.linePos(offset).line });
};

const entriesOf = (map, path, source) =>
  map.items.map(({ key, value }) => {
    const name = String(key.value);
    const below = [...path, name];
    const { description, schema, define } = annotationsOf(source, source.lineOf(key.range[0]), below);
    const whole = schema.$ref !== undefined || schema.additionalProperties !== undefined || schema.properties !== undefined;
    const descends = isMap(value) && !(whole && schema.additionalProperties !== false);
    if (!descends && description === '' && schema.$ref === undefined)
      throw new Error(`values.yaml: ${below.join('.')} has no description ("# -- …")`);
    const children = descends ? entriesOf(value, below, source) : [];
    return {
      path: below,
      key: name,
      value: isScalar(value) ? value.value : value.toJSON(),
      description,
      schema,
      define,
      children,
    };
  });

const annotationsOf = ({ lines }, line, path) => {
  const found = { description: '', schema: {}, define: null };
  const indent = /^ */.exec(lines[line - 1])[0];
  for (let index = line - 2; index >= 0 && lines[index].startsWith(`${indent}#`); index -= 1)
    note(found, lines[index].slice(indent.length + 1).trim(), path);
  return found;
};

const note = (found, comment, path) => {
  if (comment.startsWith('-- ')) found.description = comment.slice(3);
  else if (comment.startsWith('@define ')) found.define = comment.slice(8).trim();
  else if (comment.startsWith('@schema ')) found.schema = { ...parsed(comment.slice(8), path), ...found.schema };
};

const parsed = (text, path) => {
  const keywords = parse(text);
  if (typeof keywords !== 'object' || keywords === null)
    throw new Error(`values.yaml: ${path.join('.')} has "@schema ${text}", which is no "key: value"`);
  return keywords;
};
