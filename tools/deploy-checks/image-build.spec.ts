import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, freePort } from '@guildhall/testing';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTool } from '../../scripts/tools/find-tool.mjs';
import { Buildah, type BuiltImage } from './buildah.js';
import { imagesToBuild } from './image-build.config.js';
import { entriesOf, IMAGE_USER, packagesIn, programsIn, sizeOf, writableIn } from './image-root.js';
import { ROOT } from './optional-tool.js';

/** Two builds with everything that they install, on a machine that may be busy; in ms. */
const BUILDS_MS = 1_800_000;
const START_MS = 60_000;

const asked = imagesToBuild();
const buildah = findTool('buildah');

/** Why nothing is built, null where it is. */
const obstacle = (): string | null => {
  if (asked.length === 0) return 'an image takes minutes; GUILDHALL_IMAGE_BUILDS=gigs,event-store builds these';
  if (buildah.path === undefined) return buildah.missing;
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root may lay out a root folder';
  if (spawnSync('dpkg', ['--version']).status !== 0) return 'the base image is made of packages of a Debian machine';
  return null;
};
const hindered = obstacle();

type Part = Readonly<{ group?: string; name: string; version: string }>;
const nameOf = ({ group, name, version }: Part): string => `${group === undefined ? '' : `${group}/`}${name}@${version}`;

/** What each program says when it is started with nothing but its image's own variables. */
const REFUSALS: Readonly<Record<string, Readonly<{ status: number; said: string }>>> = {
  cli: { status: 2, said: 'preflight' },
  'event-store': { status: 1, said: 'name a certificate' },
};
const A_SERVICE_REFUSES = { status: 78, said: 'EVENTSTORE_URL is missing' };

const describeBuilt = hindered === null ? describe : describe.skip;
const because = hindered === null ? '' : ` (skipped: ${hindered})`;

describeBuilt.each(hindered === null ? asked : ['any'])(
  `The image %s, built by the steps of the Dockerfile${because}`,
  (image) => {
    let folder: string;
    let builder: Buildah;
    let bom: string;
    let first: BuiltImage;
    let second: BuiltImage;
    let container: string;
    let root: string;

    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'guildhall-images-'));
      bom = join(folder, 'bom');
      builder = new Buildah(buildah.path ?? '', folder);
      builder.makeBase();
      first = builder.build(image, bom);
      second = builder.build(image, bom);
      ({ container, root } = builder.mount(image));
    }, BUILDS_MS);
    afterAll(() => {
      builder.removeAll();
      rmSync(folder, { recursive: true });
    }, START_MS);

    it('is the same each time, to the byte', () => expect(second).toEqual(first));

    it('runs one program as a user by number, and says what it is', () => {
      expect(first.config).toMatchObject({
        User: `${IMAGE_USER}:${IMAGE_USER}`,
        WorkingDir: '/app',
        Labels: {
          'org.opencontainers.image.vendor': 'Guildhall',
          'org.opencontainers.image.title': expect.stringContaining('Guildhall '),
          'org.opencontainers.image.version': '0.1.0',
          'org.opencontainers.image.revision': expect.stringMatching(/^[0-9a-f]{40}$/),
          'org.opencontainers.image.created': expect.stringMatching(/^\d{4}-.*Z$/),
        },
      });
      expect(first.config.Entrypoint[0]).toBe('/usr/local/bin/node');
      expect(first.config.Entrypoint.at(-1)).toBe('/app/app/dist/main.js');
    });

    it('holds no settings of the machine that built it', () =>
      expect(first.config.Env.filter((one) => /npm_|proxy|CA_CERTS/i.test(one))).toEqual([]));

    it('has one program, Node: no shell, no package manager, nothing of what builds and tests', () => {
      const entries = entriesOf(root);
      expect(programsIn(entries)).toEqual(['usr/local/bin/node']);
      expect(entries.filter(({ path }) => /node_modules\/(npm|typescript|jest|nx)$/.test(path))).toEqual([]);
      expect(entries.filter(({ path }) => /(^|\/)\.npmrc$|^app\/(libs|services|infra)\/.*\.spec\.js$/.test(path))).toEqual([]);
      console.log(`${image}: ${(sizeOf(entries) / 1e6).toFixed(0)} MB in ${entries.length} entries, digest ${first.digest}`);
    });

    it('leaves its user nothing to write to but what a pod mounts', () => expect(writableIn(entriesOf(root))).toEqual([]));

    it('has in its list of parts every package that lies in it, in that version', () => {
      const { components } = JSON.parse(readFileSync(join(bom, `${image}.cdx.json`), 'utf8')) as { components: readonly Part[] };
      const listed = new Set(components.map(nameOf));
      const held = packagesIn(root, entriesOf(root));
      expect(held.length).toBeGreaterThan(10);
      expect(held.filter((one) => !listed.has(one))).toEqual([]);
      const node = spawnSync('chroot', [root, '/usr/local/bin/node', '--version'], { encoding: 'utf8' }).stdout.trim();
      expect(listed).toContain(`node@${node.slice(1)}`);
    });

    it('starts, and refuses with a sentence what it cannot run on', () => {
      const { status, said } = REFUSALS[image] ?? A_SERVICE_REFUSES;
      const ran = builder.run(container, first.config.Entrypoint);
      expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status, stderr: expect.stringContaining(said) });
    });

    const itIfStore = image === 'event-store' ? it : it.skip;
    itIfStore(
      'serves from a read-only root, with nothing but /data and /tmp (skipped: only the event store needs no other server)',
      async () => {
        const port = String(await freePort());
        const [node, ...flags] = first.config.Entrypoint;
        const steps = [
          `mount --bind "$0" "$0" && mount -o remount,bind,ro "$0"`,
          `mount -t tmpfs -o mode=1777 tmpfs "$0/tmp" && mount -t tmpfs -o uid=${IMAGE_USER},gid=${IMAGE_USER} tmpfs "$0/data"`,
          `exec chroot --userspec=${IMAGE_USER}:${IMAGE_USER} "$0" "$@"`,
        ];
        const program = [node ?? '', ...flags, '--data', '/data', '--insecure', 'true', '--host', '127.0.0.1', '--port', port];
        const child = spawn('unshare', ['--mount', 'sh', '-c', steps.join(' && '), root, ...program], { cwd: ROOT });
        let told = '';
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (told += text.toString()));
        const ended = new Promise((resolve) => child.once('exit', resolve));
        try {
          await eventually('the event store', async () => told.includes('event store ready') || undefined, START_MS);
          expect((await fetch(`http://127.0.0.1:${port}/health/live`)).ok).toBe(true);
        } finally {
          child.kill('SIGTERM');
          await ended;
        }
        expect(told).not.toMatch(/EROFS|EACCES/);
      },
      START_MS,
    );
  },
);
