import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { layOutBase } from './debian-base.js';
import { environmentWith, machineNpm } from './image-build.config.js';
import { ROOT } from './optional-tool.js';

const BASE = 'localhost/guildhall-base:machine';
/** No user namespace, no network of its own: what works in a container and on a machine without any other runtime. */
const ISOLATION = '--isolation=chroot';

/** An image as OCI describes it, of it what is looked at. */
export type BuiltImage = Readonly<{
  digest: string;
  layers: readonly string[];
  config: Readonly<{
    User: string;
    Entrypoint: readonly string[];
    Env: readonly string[];
    Labels: Readonly<Record<string, string>>;
    WorkingDir: string;
  }>;
}>;

/** buildah with a store of its own in `folder`; `removeAll` before the folder goes, because containers hold mounts. */
export class Buildah {
  private readonly store: readonly string[];
  private readonly policy: string;

  constructor(
    private readonly program: string,
    private readonly folder: string,
  ) {
    this.store = ['--root', join(folder, 'store'), '--runroot', join(folder, 'run'), '--storage-driver', 'vfs'];
    this.policy = join(folder, 'policy.json');
    writeFileSync(this.policy, JSON.stringify({ default: [{ type: 'insecureAcceptAnything' }] }));
  }

  /** Makes the base image that the Dockerfile's stages begin with. */
  makeBase(): void {
    const context = join(this.folder, 'base');
    mkdirSync(context);
    layOutBase(context);
    this.say('build', ISOLATION, '--signature-policy', this.policy, '-t', BASE, context);
  }

  /** Builds one image as people do, by build-images.mjs, which also writes its list of parts to `sbom`. Throws what was said. */
  build(image: string, sbom: string): BuiltImage {
    const npm = machineNpm();
    const settings = join(this.folder, 'npmrc');
    writeFileSync(settings, `${npm.settings === null ? '' : readFileSync(npm.settings, 'utf8')}\nprefer-offline=true\n`);
    const further = [
      ...[...this.store, ISOLATION, '--pull-never', '--signature-policy', this.policy],
      ...['--secret', `id=npmrc,src=${settings}`],
      ...(existsSync(npm.cache) ? ['--volume', `${npm.cache}:/root/.npm`] : []),
      ...Object.entries(npm.proxies).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
    ];
    const args = ['--tool', 'buildah', '--base-image', BASE, '--sbom', sbom, ...further.map((one) => `--with=${one}`)];
    const built = spawnSync(process.execPath, ['deploy/docker/build-images.mjs', image, ...args], {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 64 << 20,
      env: environmentWith(dirname(this.program)),
    });
    if (built.status !== 0) throw new Error(`${image} was not built:\n${built.stdout}\n${built.stderr}`);
    return this.inspect(`localhost/guildhall/${image}:0.1.0`);
  }

  inspect(reference: string): BuiltImage {
    const { FromImageDigest, OCIv1 } = JSON.parse(this.say('inspect', '--type', 'image', reference)) as {
      FromImageDigest: string;
      OCIv1: { config: BuiltImage['config']; rootfs: { diff_ids: readonly string[] } };
    };
    return { digest: FromImageDigest, layers: OCIv1.rootfs.diff_ids, config: OCIv1.config };
  }

  /** A container of an image and the folder that its root is mounted at. */
  mount(image: string): Readonly<{ container: string; root: string }> {
    const reference = `localhost/guildhall/${image}:0.1.0`;
    const container = this.say('from', '--pull-never', '--signature-policy', this.policy, reference);
    return { container, root: this.say('mount', container) };
  }

  /** Runs a program as the image's user, with the image's variables alone. */
  run(container: string, command: readonly string[]): SpawnSyncReturns<string> {
    return this.spawned('run', ISOLATION, container, '--', ...command);
  }

  removeAll(): void {
    this.say('rm', '--all');
    this.say('rmi', '--all', '--force');
  }

  private say(...args: readonly string[]): string {
    const { status, stdout, stderr } = this.spawned(...args);
    if (status !== 0) throw new Error(`buildah ${args[0] ?? ''} ended with code ${String(status)}:\n${stdout}\n${stderr}`);
    return stdout.trim();
  }

  private spawned(...args: readonly string[]): SpawnSyncReturns<string> {
    const ran = spawnSync(this.program, [...this.store, ...args], { encoding: 'utf8', maxBuffer: 64 << 20 });
    if (ran.error !== undefined) throw ran.error;
    return ran;
  }
}
