import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { helpText, optionsTable } from './describe-options.js';
import { rowOf, shownFlag } from './names.js';
import { OPTION_NAMES } from './option-table.js';

describe('The README', () => {
  it('holds the table of options as it is', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    expect(readme).toContain(`\n${optionsTable()}\n`);
  });
});

describe('The help', () => {
  const help = helpText(['check --data DIR']);
  it.each(OPTION_NAMES)('names %s by its variable, and by its flag unless it is a secret', (name) => {
    const row = rowOf(name);
    expect(help).toContain(row.variable);
    expect(help).toContain(row.description);
    if (!row.secret) expect(help).toContain(`${shownFlag(row)} ${row.reader.takes}`);
  });
  it('names the commands', () => {
    expect(help).toContain('event-store check --data DIR');
  });
});

describe('The table of options', () => {
  it('gives each flag and variable one meaning', () => {
    const rows = OPTION_NAMES.map(rowOf);
    const variables = rows.flatMap(({ variable, older = [] }) => [variable, ...older]);
    expect(new Set(variables).size).toBe(variables.length);
    expect(new Set(rows.map(shownFlag)).size).toBe(rows.length);
  });
  it.each(OPTION_NAMES)('has a default for %s that could have been given', (name) => {
    const { fallback, reader } = rowOf(name);
    expect(fallback === undefined || reader.allows(fallback)).toBe(true);
    expect(fallback === undefined || reader.read(String(fallback)) === fallback).toBe(true);
  });
});
