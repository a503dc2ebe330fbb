import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** A tree that keeps to the rules; each case adds one file that breaks one. */
const CLEAN: Readonly<Record<string, string>> = {
  'libs/kernel/src/index.ts': "export const kernel = 'kernel';",
  'libs/kernel/src/deep.ts': "export const deep = 'deep';",
  'libs/event-catalogue/src/index.ts': "import '@guildhall/kernel';",
  'libs/event-sourcing/src/index.ts': "import '@guildhall/event-catalogue';",
  'libs/messaging/src/index.ts': "import '@guildhall/event-sourcing';",
  'libs/service-kit/src/index.ts': "import '@guildhall/messaging';",
  'libs/testing/src/index.ts': "import '@guildhall/messaging';",
  'cli/src/main.ts': "import '@guildhall/event-catalogue';",
  'cli/src/recovery/epoch.ts': "import '@guildhall/event-sourcing';",
  'infra/event-store/src/main.ts': "import 'node:net';",
  'infra/local/src/index.ts': 'export const local = 1;',
  'services/gigs/src/main.ts': "import '@guildhall/service-kit';",
  'services/gigs/src/domain/gig/gig.decider.ts': "import '@guildhall/kernel';",
  'services/gigs/src/domain/gig/gig.decider.spec.ts': "import '@guildhall/testing'; import './gig.decider.js';",
  'services/gigs/src/processes/close/close.process.ts':
    "import '@guildhall/kernel'; import type {} from '@guildhall/event-catalogue';",
  'services/payments/src/main.ts': "import '@guildhall/service-kit';",
};

const BREAKS: readonly (readonly [rule: string, file: string, source: string])[] = [
  ['layer-kernel', 'libs/kernel/src/up.ts', "import '@guildhall/event-catalogue';"],
  ['layer-event-catalogue', 'libs/event-catalogue/src/up.ts', "import '@guildhall/event-sourcing';"],
  ['layer-event-sourcing', 'libs/event-sourcing/src/up.ts', "import '@guildhall/messaging';"],
  ['layer-messaging', 'libs/messaging/src/up.ts', "import '@guildhall/service-kit';"],
  ['layer-service-kit', 'libs/service-kit/src/up.ts', "import '../../../services/gigs/src/main.js';"],
  ['only-specs-import-testing', 'services/gigs/src/sly.ts', "import '@guildhall/testing';"],
  ['event-store-stands-alone', 'infra/event-store/src/sly.ts', "import '@guildhall/kernel';"],
  ['no-service-imports-another', 'services/gigs/src/sly.ts', "import '../../payments/src/main.js';"],
  ['services-import-libs-only', 'services/gigs/src/sly.ts', "import '../../../infra/local/src/index.js';"],
  ['domain-is-pure', 'services/gigs/src/domain/gig/sly.ts', "import '@guildhall/event-sourcing';"],
  ['domain-is-pure', 'services/gigs/src/domain/gig/sly.ts', "import 'node:fs';"],
  ['process-is-pure', 'services/gigs/src/processes/close/sly.process.ts', "import '@guildhall/messaging';"],
  ['libs-by-their-index', 'services/gigs/src/sly.ts', "import '../../../libs/kernel/src/deep.js';"],
  ['command-line-by-http', 'cli/src/sly.ts', "import '@guildhall/service-kit';"],
  ['recovery-by-the-log', 'cli/src/recovery/sly.ts', "import '@guildhall/messaging';"],
  ['no-cycles', 'services/gigs/src/a.ts', "import './b.js';"],
  ['resolvable', 'services/gigs/src/sly.ts', "import './nowhere.js';"],
];

describe('The import rules', () => {
  let tree: string;
  const put = (file: string, source: string): void => {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), `${source}\nexport {};\n`);
  };
  const brokenRules = (): Promise<readonly string[]> =>
    new Promise((answer, fail) => {
      const depcruise = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
      const args = [
        depcruise,
        'libs',
        'services',
        'infra',
        'cli',
        '--config',
        join(ROOT, '.dependency-cruiser.cjs'),
        '--output-type',
        'json',
      ];
      execFile(process.execPath, args, { cwd: tree, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
        if (!stdout) return fail(error ?? new Error(stderr));
        const { summary } = JSON.parse(stdout) as { summary: { violations: { rule: { name: string } }[] } };
        answer([...new Set(summary.violations.map((violation) => violation.rule.name))]);
      });
    });

  beforeAll(() => {
    tree = mkdtempSync(join(tmpdir(), 'import-rules-'));
    mkdirSync(join(tree, 'node_modules/@guildhall'), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules/typescript'), join(tree, 'node_modules/typescript'));
    writeFileSync(
      join(tree, 'tsconfig.base.json'),
      JSON.stringify({ compilerOptions: { module: 'nodenext', moduleResolution: 'nodenext' } }),
    );
    writeFileSync(join(tree, 'package.json'), '{"type":"module"}');
    for (const [file, source] of Object.entries(CLEAN)) put(file, source);
    for (const lib of ['kernel', 'event-catalogue', 'event-sourcing', 'messaging', 'service-kit', 'testing']) {
      const exported = { name: `@guildhall/${lib}`, type: 'module', exports: { '.': { '@guildhall/source': './src/index.ts' } } };
      writeFileSync(join(tree, 'libs', lib, 'package.json'), JSON.stringify(exported));
      symlinkSync(join(tree, 'libs', lib), join(tree, 'node_modules/@guildhall', lib));
    }
    put('services/gigs/src/b.ts', "import './c.js';");
    put('services/gigs/src/c.ts', 'export const c = 1;');
  });
  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  it('accept a tree that keeps to them', async () => expect(await brokenRules()).toEqual([]), 30_000);

  it.each(BREAKS)(
    'refuse a breach of %s by %s (%s)',
    async (rule, file, source) => {
      put(file, source);
      if (rule === 'no-cycles') put('services/gigs/src/b.ts', "import './a.js';");
      try {
        expect(await brokenRules()).toContain(rule);
      } finally {
        rmSync(join(tree, file));
        if (rule === 'no-cycles') put('services/gigs/src/b.ts', "import './c.js';");
      }
    },
    30_000,
  );
});
