// In the image's build: `node deploy/docker/runtime-root.mjs FOLDER TREE` lays out the operating system of an image in FOLDER: Node, the
// shared objects that it and the native parts in TREE are linked to, a user, a folder for what is temporary. No shell, no package manager.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Above 10,000, so that it meets no user of the host. */
const USER = 10_001;

const copy = (from, to, folder) => {
  mkdirSync(dirname(join(folder, to)), { recursive: true });
  copyFileSync(realpathSync(from), join(folder, to));
};

const nativeParts = (tree) =>
  readdirSync(tree, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.node'))
    .map((name) => join(tree, name));

/** As `ldd` tells: `libm.so.6 => /lib/…/libm.so.6 (0x…)`, and the loader alone in its line. */
const sharedObjectsOf = (program) =>
  execFileSync('ldd', [program], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /(?:=>\s*)?(\/\S+)\s+\(0x/.exec(line)?.[1])
    .filter((file) => file !== undefined);

const [folder, tree] = process.argv.slice(2);
if (folder === undefined || tree === undefined) throw new Error('usage: runtime-root.mjs FOLDER TREE');
copy(process.execPath, 'usr/local/bin/node', folder);
for (const file of new Set([process.execPath, ...nativeParts(tree)].flatMap(sharedObjectsOf))) copy(file, file, folder);
// Tells libc to look names up in files first, then by DNS.
for (const file of ['/etc/nsswitch.conf', '/etc/ssl/openssl.cnf']) if (existsSync(file)) copy(file, file, folder);
mkdirSync(join(folder, 'etc'), { recursive: true });
writeFileSync(join(folder, 'etc/passwd'), `guildhall:x:${USER}:${USER}:guildhall:/:/sbin/nologin\n`);
writeFileSync(join(folder, 'etc/group'), `guildhall:x:${USER}:\n`);
mkdirSync(join(folder, 'tmp'), { recursive: true });
chmodSync(join(folder, 'tmp'), 0o1777);
