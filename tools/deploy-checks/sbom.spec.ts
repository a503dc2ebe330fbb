import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { images, json, nameOf, treeOf } from './image-trees.js';
import { ROOT } from './optional-tool.js';

type Bom = Readonly<{
  bomFormat: string;
  metadata: Readonly<{ timestamp?: string; component: Readonly<{ name: string }> }>;
  components: readonly Readonly<{ group?: string; name: string }>[];
}>;

const run = promisify(execFile);
/** npm reads the lockfile for each image, on a machine that may be busy; in ms. */
const PATIENCE_MS = 180_000;

const packageNameOf = (path: string): string =>
  path.includes('node_modules/') ? nameOf(path) : json<{ name: string }>(path, 'package.json').name;

describe('The list of parts of the image', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-sbom-'));
  const fileOf = (image: string): string => join(folder, `${image}.cdx.json`);
  // All at once: each takes three seconds of one core.
  beforeAll(async () => {
    const made = Object.keys(images).map((image) =>
      run(process.execPath, ['deploy/docker/sbom.mjs', image, fileOf(image)], { cwd: ROOT }),
    );
    await Promise.all(made);
  }, PATIENCE_MS);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(Object.entries(images))('%s names every package of its tree and no instant', (image, { workspace }) => {
    const bom = JSON.parse(readFileSync(fileOf(image), 'utf8')) as Bom;
    expect(bom).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: `guildhall-${image}` } } });
    expect(bom.metadata.timestamp).toBeUndefined();
    const named = new Set(bom.components.map(({ group, name }) => (group === undefined ? name : `${group}/${name}`)));
    expect(named).toContain('node');
    expect(
      treeOf(workspace)
        .map(packageNameOf)
        .filter((name) => !named.has(name)),
    ).toEqual([]);
  });
});
