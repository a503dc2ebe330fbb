import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;
type Manifest = Readonly<Partial<Record<(typeof KINDS)[number], Readonly<Record<string, string>>>>>;

const folders = (): readonly string[] => [
  '.',
  'cli',
  'e2e',
  ...['libs', 'services', 'infra'].flatMap((kind) => readdirSync(join(ROOT, kind)).map((name) => join(kind, name))),
];

const declared = (): readonly (readonly [name: string, version: string])[] =>
  folders().flatMap((folder) => {
    const file = join(ROOT, folder, 'package.json');
    if (!existsSync(file)) return [];
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
    return KINDS.flatMap((kind) => Object.entries(manifest[kind] ?? {})).filter(([name]) => !name.startsWith('@guildhall/'));
  });

const explained = (): readonly string[] => {
  const rows = readFileSync(join(ROOT, 'docs/dependencies.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  return rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ''));
};

describe('The dependencies', () => {
  it('each have a reason, and no reason is left over', () => {
    expect([...new Set(explained())].sort()).toEqual([...new Set(declared().map(([name]) => name))].sort());
  });
  it('are exact versions, one of each', () => {
    const versions = new Map<string, Set<string>>();
    for (const [name, version] of declared()) versions.set(name, (versions.get(name) ?? new Set()).add(version));
    expect(
      [...versions].filter(([, found]) => found.size > 1 || ![...found].every((version) => /^\d+\.\d+\.\d+/.test(version))),
    ).toEqual([]);
  });
});
