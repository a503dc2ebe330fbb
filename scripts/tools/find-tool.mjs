import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { tools } from './registry.mjs';
import { folderOf, isInstalled } from './tools-dir.mjs';

const isProgram = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    // Absent or not executable: both mean that it cannot be run, which is the answer.
    return false;
  }
};

const onPath = (name) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isProgram);

/**
 * Where an optional tool is: that of `npm run tools`, else one on PATH. Answers `{ path }`, or `{ missing }`, a sentence for the reason of
 * a skipped check. A name outside the registry is looked for on PATH alone.
 */
export const findTool = (name) => {
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool !== undefined && isInstalled(tool)) return { path: tool.binary(folderOf(tool)) };
  const found = onPath(name);
  if (found !== undefined) return { path: found };
  return { missing: `${name} is not installed${tool === undefined ? '' : ' (`npm run tools`)'}` };
};
