import { describe, expect, it, jest } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { readAnnotatedValues } from '../../deploy/generate/annotated-values.mjs';
import { readRegistry } from '../../deploy/generate/registry.mjs';
import { valueSets, valuesFileOf } from '../../deploy/generate/snapshots.mjs';
import { schemaOf } from '../../deploy/generate/values-schema.mjs';
import { createProgram } from '../../cli/src/program.js';
import { ROOT } from './optional-tool.js';

/** A generator is started on a machine that may be busy; in ms. */
jest.setTimeout(60_000);

const EXTERNALS = ['eventStore', 'kafka', 'mongo', 'objectStore', 'keyStore', 'paymentProvider', 'mail', 'oidc', 'otlp'];
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const schema = JSON.parse(read('deploy/chart/values.schema.json')) as Record<string, unknown>;
const validate = new Ajv({ strict: false }).compile(schema);
const faultsOf = (values: unknown): readonly string[] =>
  validate(values)
    ? []
    : (validate.errors ?? []).map(
        ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
      );

/** All maps within a schema with their paths. */
const nodesOf = (node: unknown, path = '#'): readonly (readonly [string, Record<string, unknown>])[] => {
  if (Array.isArray(node)) return node.flatMap((item, index) => nodesOf(item, `${path}/${index}`));
  if (typeof node !== 'object' || node === null) return [];
  const map = node as Record<string, unknown>;
  return [[path, map], ...Object.entries(map).flatMap(([key, value]) => nodesOf(value, `${path}/${key}`))];
};

describe('What is made of the chart', () => {
  it('is up to date: schema, tables, registry', () => {
    const { status, stderr } = spawnSync(process.execPath, ['deploy/generate/main.mjs', '--check'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('lets each service read the topics that its definition listens to', () => {
    const { services } = readRegistry(ROOT) as {
      services: Record<string, { topic: string; groups: Record<string, readonly string[]> }>;
    };
    for (const [service, { groups }] of Object.entries(services)) {
      const topics = new Set(Object.values(groups).flat());
      const text = read(`services/${service}/src/${service}.service.ts`);
      const listed = /listens: \[('[^\]]*)\]/.exec(text)?.[1];
      // identity puts its list together from its parts.
      const parts = readdirSync(join(ROOT, `services/${service}/src`)).filter((name) => name.endsWith('.part.ts'));
      const lists =
        listed === undefined
          ? parts.map((name) => /listens: \[([^\]]*)\]/.exec(read(`services/${service}/src/${name}`))?.[1] ?? '')
          : [listed];
      const listens = lists.flatMap((list) => [...list.matchAll(/'(\w+)'/g)].map(([, name]) => `guildhall.${name ?? ''}.events`));
      expect({ service, topics: [...topics].sort() }).toEqual({ service, topics: [...new Set(listens)].sort() });
    }
  });
});

describe('The schema of the values', () => {
  it('refers to nothing outside itself', () => {
    for (const [path, { $ref }] of nodesOf(schema))
      if ($ref !== undefined) expect({ path, $ref }).toMatchObject({ $ref: expect.stringMatching(/^#\/\$defs\//) });
  });

  it('is strict wherever it names keys', () => {
    const loose = nodesOf(schema).filter(
      ([path, node]) =>
        node['type'] === 'object' && 'properties' in node && node['additionalProperties'] !== false && !path.endsWith('/items'),
    );
    expect(loose.map(([path]) => path)).toEqual([]);
  });

  it('accepts the defaults and every value set', () => {
    expect(faultsOf(parse(read('deploy/chart/values.yaml')))).toEqual([]);
    for (const set of valueSets()) expect({ set, faults: faultsOf(parse(read(valuesFileOf(set)))) }).toEqual({ set, faults: [] });
  });

  it.each<[string, unknown]>([
    ['an unknown key', { replica: 1 }],
    ['an unknown key of a role', { services: { gigs: { api: { replica: 1 } } } }],
    ['an unknown service', { services: { cook: {} } }],
    ['an unknown external', { externals: { redis: {} } }],
    ['a number as text', { defaults: { api: { replicas: '3' } } }],
    ['an unknown mode of a job', { jobs: { ledgerCheck: { mode: 'cron' } } }],
    ['a broker without a port', { externals: { kafka: { brokers: ['kafka'] } } }],
    ['a digest that is none', { image: { digests: { gigs: 'latest' } } }],
    ['another number of partitions', { strimzi: { partitions: 24 } }],
  ])('refuses %s', (_, values) => expect(faultsOf(values)).not.toEqual([]));

  it('lets keys that were removed pass, so that the render can give its advice', () => {
    for (const { path } of parse(read('deploy/chart/files/removed-keys.yaml')) as readonly { path: string }[]) {
      const values = path.split('.').reduceRight<unknown>((below, key) => ({ [key]: below }), 'anything');
      expect({ path, faults: faultsOf(values) }).toEqual({ path, faults: [] });
    }
  });
});

describe('Every value set', () => {
  it.each(valueSets() as readonly string[])('%s names all nine externals', (set) => {
    const { externals } = parse(read(valuesFileOf(set))) as { externals: object };
    expect(Object.keys(externals).sort()).toEqual([...EXTERNALS].sort());
  });
});

type Command = ReturnType<typeof createProgram>;

describe('The jobs', () => {
  const world = {
    config: { url: undefined, email: undefined, password: undefined, credentialsFile: undefined, eventStoreUrl: undefined },
    fetch,
    out: () => undefined,
    err: () => undefined,
  };
  /** The command that arguments begin with, and what is left of them. */
  const commandOf = (command: Command, [first, ...rest]: readonly string[]): readonly [Command, readonly string[]] => {
    const below = command.commands.find((one) => one.name() === first);
    return below === undefined ? [command, first === undefined ? [] : [first, ...rest]] : commandOf(below, rest);
  };
  const { jobs } = parse(read('deploy/chart/values.yaml')) as {
    jobs: Readonly<Record<string, { args?: readonly string[] }>>;
  };

  it.each(Object.entries(jobs).filter(([, { args = [] }]) => args.length > 0))(
    '%s runs what the command line has',
    (_, { args = [] }) => {
      const [command, rest] = commandOf(
        createProgram(world, () => undefined),
        args,
      );
      expect(command.commands).toEqual([]);
      const flags = command.options.map(({ long }) => long);
      expect(rest.filter((arg) => arg.startsWith('--') && !flags.includes(arg))).toEqual([]);
    },
  );
});

describe('Annotated values', () => {
  it('become a strict schema with descriptions, shapes and their uses', () => {
    const text = [
      '# -- How many.',
      '# @schema minimum: 1',
      'count: 2',
      '# @define part',
      'first:',
      '  # -- A name.',
      "  name: ''",
      '# -- As first.',
      "# @schema $ref: '#/$defs/part'",
      'second: {}',
    ].join('\n');
    const part = {
      type: 'object',
      additionalProperties: false,
      properties: { name: { description: 'A name.', type: 'string' } },
    };
    expect(schemaOf(readAnnotatedValues(text), [{ path: 'gone', advice: 'set count' }])).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: {
        count: { description: 'How many.', type: 'integer', minimum: 1 },
        first: { $ref: '#/$defs/part' },
        second: { description: 'As first.', $ref: '#/$defs/part' },
        gone: { description: 'No longer read: set count.' },
      },
      $defs: { part },
    });
  });

  it('are refused without a description', () =>
    expect(() => readAnnotatedValues('count: 2')).toThrow('values.yaml: count has no description'));

  it('are refused with an annotation that says nothing', () =>
    expect(() => readAnnotatedValues('# -- How many.\n# @schema minimum\ncount: 2')).toThrow('count has "@schema minimum"'));

  it('may not call a key removed that is read', () =>
    expect(() => schemaOf(readAnnotatedValues('# -- How many.\ncount: 2'), [{ path: 'count', advice: '' }])).toThrow(
      'count is a key that the chart reads',
    ));
});
