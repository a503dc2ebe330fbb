import { beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { generated } from './generated.js';
import { DASHBOARDS, ROOT, textOf } from './paths.js';
import { EXAMPLE_BASES } from './rules/links.js';

describe('What is committed of rules, dashboards and reference', () => {
  let files: ReadonlyMap<string, string> = new Map();
  beforeAll(async () => {
    files = await generated(EXAMPLE_BASES);
  });

  it('is what the sources say', () => {
    const stale = [...files].filter(([path, text]) => !existsSync(join(ROOT, path)) || textOf(path) !== text);
    expect({ remedy: 'npm run generate -w @guildhall/observability', stale: stale.map(([path]) => path) }).toMatchObject({
      stale: [],
    });
  });

  it('holds no dashboard whose source is gone', () => {
    expect(readdirSync(join(ROOT, DASHBOARDS)).filter((name) => !files.has(`${DASHBOARDS}/${name}`))).toEqual([]);
  });

  it('is the same each time', async () => {
    expect([...(await generated(EXAMPLE_BASES))]).toEqual([...files]);
  });

  it('leads to the pages of whoever makes it for himself', async () => {
    const own = await generated({ runbooks: 'https://runbooks.test', grafana: 'https://grafana.test' });
    const rules = own.get('infra/observability/rules/guildhall.rules.yaml') ?? '';
    expect(rules).toContain('runbook_url: https://runbooks.test/relay-behind.md');
    expect(rules).toContain('dashboard_url: https://grafana.test/d/guildhall-event-flow');
    expect(rules).not.toContain('guildhall.example');
  });
});
