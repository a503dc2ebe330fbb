import { UnusableOptions } from './unusable-options.js';

/** Names and values of an options file as text: a JSON object, or the flat YAML that the original's files are written in. */
export function entriesOf(content: string, file: string): readonly (readonly [string, string])[] {
  return content.trimStart().startsWith('{') ? entriesOfJson(content, file) : entriesOfYaml(content, file);
}

function entriesOfJson(content: string, file: string): readonly (readonly [string, string])[] {
  const value = parsedJson(content, file);
  if (typeof value !== 'object' || value === null) throw new UnusableOptions(`${file} holds no JSON object.`);
  return Object.entries(value).map(([name, each]: [string, unknown]) => {
    if (typeof each !== 'string' && typeof each !== 'number' && typeof each !== 'boolean')
      throw new UnusableOptions(`${name} in ${file} takes a single value.`);
    return [name, String(each)] as const;
  });
}

function parsedJson(content: string, file: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new UnusableOptions(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** Name, colon, value; quotes and a trailing comment are taken off. */
const LINE = /^([A-Za-z][\w-]*)\s*:\s*(?:"([^"]*)"|'([^']*)'|([^#]*?))\s*(?:#.*)?$/;

function entriesOfYaml(content: string, file: string): readonly (readonly [string, string])[] {
  return content.split(/\r?\n/).flatMap((line, index) => {
    if (/^\s*(#.*)?$/.test(line) || line.trimEnd() === '---') return [];
    const match = LINE.exec(line);
    if (!match) throw new UnusableOptions(`Line ${index + 1} of ${file} is not of the form 'Name: value'.`);
    const [, name = '', double, single, bare] = match;
    return [[name, double ?? single ?? bare ?? ''] as const];
  });
}
