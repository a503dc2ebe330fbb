/**
 * The packages that a workspace needs at run time, from the lockfile alone: dependencies, what is optional and for this platform, and
 * peers that are not optional. npm itself would leave in whatever a sibling workspace of ours uses for its tests.
 */
export const productionPackages = (lockfile, workspace, { os, cpu, libc }) => {
  const { packages } = lockfile;
  const found = new Set();
  const open = [workspace];
  while (open.length > 0) {
    const path = open.pop();
    if (found.has(path)) continue;
    found.add(path);
    for (const { name, need } of needsOf(packages[path])) {
      const at = resolved(packages, path, name);
      if (at !== undefined && fits(packages[at], { os, cpu, libc })) open.push(at);
      else if (need === 'required') throw new Error(`${path} needs ${name}, which the lockfile does not place`);
    }
  }
  return [...found].sort();
};

const needsOf = ({ dependencies = {}, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} }) => [
  ...Object.keys(dependencies)
    .filter((name) => !(name in optionalDependencies))
    .map((name) => ({ name, need: 'required' })),
  ...Object.keys(optionalDependencies).map((name) => ({ name, need: 'optional' })),
  ...Object.keys(peerDependencies)
    .filter((name) => !peerDependenciesMeta[name]?.optional)
    .map((name) => ({ name, need: 'required' })),
];

/** Where Node would find `name` from `path`; a link of the workspace is followed to its folder. */
const resolved = (packages, path, name) => {
  for (const parent of parentsOf(path)) {
    const at = parent === '' ? `node_modules/${name}` : `${parent}/node_modules/${name}`;
    const entry = packages[at];
    if (entry !== undefined) return entry.link ? entry.resolved : at;
  }
  return undefined;
};

/** The folders whose `node_modules` Node looks into, the nearest first. */
const parentsOf = (path) => {
  const parts = path.split('/');
  const folders = parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
  return [...folders, ''].filter((folder) => !folder.endsWith('node_modules'));
};

const fits = (entry, host) => ['os', 'cpu', 'libc'].every((key) => entry[key] === undefined || entry[key].includes(host[key]));
