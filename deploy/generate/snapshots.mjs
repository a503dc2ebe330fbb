import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findTool } from '../../scripts/tools/find-tool.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'deploy', 'snapshots');

/** Names of the value sets in the chart's ci folder. */
export const valueSets = () =>
  readdirSync(join(root, 'deploy', 'chart', 'ci'))
    .filter((name) => name.endsWith('-values.yaml'))
    .map((name) => name.slice(0, -'-values.yaml'.length))
    .sort();

export const valuesFileOf = (set) => `deploy/chart/ci/${set}-values.yaml`;
export const snapshotFileOf = (set) => join(folder, `${set}.yaml`);

/** Fixed, because a helm that Go built knows no version of Kubernetes of its own. */
const KUBERNETES = '1.34.0';

/** Arguments of `helm template` as the snapshots are made. */
export const templateArgs = (...more) => [
  'template',
  'guildhall',
  'deploy/chart',
  '--namespace',
  'guildhall',
  '--kube-version',
  KUBERNETES,
  ...more,
];

/** Rules and dashboards are reviewed where they are made: a snapshot would only say it twice. */
export const snapshotArgs = (set) =>
  templateArgs('-f', valuesFileOf(set), '--set', 'dashboards.enabled=false,alerts.prometheusRule.enabled=false');

/** Renders every value set into its snapshot: a change of templates or defaults shows up in review as what it does. */
export const writeSnapshots = () => {
  const { path: helm, missing } = findTool('helm');
  if (helm === undefined) return [`snapshots are left as they are: ${missing}`];
  mkdirSync(folder, { recursive: true });
  return valueSets().flatMap((set) => {
    const text = execFileSync(helm, snapshotArgs(set), {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 256 << 20,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const file = snapshotFileOf(set);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) return [];
    writeFileSync(file, text);
    return [`rendered ${set}`];
  });
};
