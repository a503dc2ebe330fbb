import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Outside the work tree, so that a fresh clone finds what an earlier one built. */
export const toolsDir = () =>
  process.env.GUILDHALL_TOOLS_DIR || join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'guildhall', 'tools');

export const folderOf = ({ name, version }) => join(toolsDir(), `${name}-${version}`);
export const markerOf = (tool) => join(folderOf(tool), '.installed');

/** Changes whenever the recipe does, so that another recipe of the same version is installed anew. */
export const hashOf = ({ name, version, kind, recipe }) =>
  createHash('sha256')
    .update(JSON.stringify([name, version, kind, recipe, process.platform, process.arch]))
    .digest('hex');

export const isInstalled = (tool) =>
  existsSync(markerOf(tool)) && readFileSync(markerOf(tool), 'utf8') === hashOf(tool) && existsSync(tool.binary(folderOf(tool)));
