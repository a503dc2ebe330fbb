import { existsSync, watch, type FSWatcher } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** What kubelet swaps: `<mount>/..data` points to a folder of one version, and each name of the mount to a name below `..data`. */
const SWAPPED = '..data';

/**
 * The folder in which a change of the file shows: of a Kubernetes volume its root, as a swap replaces what is below it, a watched folder
 * among it; otherwise the file's own.
 */
export const mountOf = (file: string): string => {
  const own = dirname(resolve(file));
  for (let folder = own; ; folder = dirname(folder)) {
    if (existsSync(join(folder, SWAPPED))) return folder;
    if (folder === dirname(folder)) return own;
  }
};

/** Tells that something changed where files are mounted. It may be late or miss one: whoever listens looks by himself now and then. */
export class MountWatch {
  private readonly watchers = new Map<string, FSWatcher>();

  constructor(private readonly hint: () => void) {}

  /** Watches the mounts of these files; called again, those of them that are not watched (any more). */
  follow(files: readonly string[]): void {
    for (const folder of new Set(files.map(mountOf))) if (!this.watchers.has(folder)) this.begin(folder);
  }

  close(): void {
    for (const watcher of this.watchers.values()) watcher.close();
    this.watchers.clear();
  }

  private begin(folder: string): void {
    // A folder that is not there yet throws; the next call begins with it again.
    if (!existsSync(folder)) return;
    const watcher = watch(folder, { persistent: false }, this.hint);
    watcher.on('error', () => {
      watcher.close();
      this.watchers.delete(folder);
    });
    this.watchers.set(folder, watcher);
  }
}
