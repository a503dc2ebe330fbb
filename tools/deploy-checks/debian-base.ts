import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  statSync,
  mkdirSync,
  readlinkSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What the steps of the Dockerfile start, and what that needs: a part of what the official image of Node is made of. */
const PACKAGES = [
  ...['bash', 'ca-certificates', 'coreutils', 'dash', 'debianutils', 'findutils', 'grep', 'libc-bin', 'openssl', 'sed'],
  ...['libacl1', 'libattr1', 'libc6', 'libgcc-s1', 'libgmp10', 'libpcre2-8-0', 'libselinux1', 'libstdc++6', 'libtinfo6'],
];
/** Made by the packages' scripts, so that no package lists them. */
const MADE = ['/bin/sh', '/etc/nsswitch.conf', '/etc/ssl/certs/ca-certificates.crt'];
const LINKED = ['/bin', '/lib', '/lib64', '/sbin'];
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/**
 * Lays out in `folder` the context of a base image made of this machine, because no registry can be asked for the real one: programs and
 * shared objects of Debian packages as installed here, this Node, and npm. `Containerfile` in it builds the image from scratch.
 */
export const layOutBase = (folder: string): void => {
  const root = join(folder, 'root');
  for (const link of LINKED.filter((path) => lstatSync(path).isSymbolicLink())) {
    mkdirSync(join(root, realpathSync(link)), { recursive: true });
    symlinkSync(readlinkSync(link), join(root, link));
  }
  for (const file of [...filesOfPackages(), ...MADE]) copyFile(file, root);
  const node = join(root, 'usr/local/bin/node');
  mkdirSync(dirname(node), { recursive: true });
  cpSync(realpathSync(process.execPath), node);
  const npm = join(root, 'usr/local/lib/node_modules/npm');
  cpSync(npmFolder(), npm, { recursive: true, verbatimSymlinks: true });
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm'));
  for (const path of ['root', 'tmp', 'etc']) mkdirSync(join(root, path), { recursive: true });
  chmodSync(join(root, 'tmp'), 0o1777);
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n');
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\n');
  const variables = `PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin NODE_EXTRA_CA_CERTS=${CERTIFICATES}`;
  writeFileSync(join(folder, 'Containerfile'), `FROM scratch\nCOPY root /\nENV ${variables}\n`);
};

const filesOfPackages = (): readonly string[] => {
  const listed = execFileSync('dpkg', ['-L', ...PACKAGES], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).split(
    '\n',
  );
  return listed.filter((path) => path.startsWith('/') && !path.startsWith('/usr/share/') && existsSync(path));
};

/** Into the folder that its own really is: /bin/bash may lie in /usr/bin. */
const copyFile = (path: string, root: string): void => {
  if (!existsSync(path) || statSync(path).isDirectory()) return;
  const to = join(root, realpathSync(dirname(path)), basename(path));
  mkdirSync(dirname(to), { recursive: true });
  cpSync(path, to, { verbatimSymlinks: true });
};

/** `bin/npm-cli.js` in npm's package is what `npm` leads to. */
const npmFolder = (): string => {
  const program = execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim();
  return dirname(dirname(realpathSync(program)));
};
