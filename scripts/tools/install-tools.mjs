import { mkdir, rm, writeFile } from 'node:fs/promises';
import { findTool } from './find-tool.mjs';
import { tools } from './registry.mjs';
import { Skipped } from './run-bounded.mjs';
import { folderOf, hashOf, isInstalled, markerOf, toolsDir } from './tools-dir.mjs';

/** All Go builds together: cold they take about 12 minutes on two cores, helm alone 8. */
const GO_MINUTES = 14;
const OTHER_MINUTES = 5;
const PROGRESS_EVERY_MS = 15_000;

const minutesOf = (name, fallback) => {
  const minutes = Number(process.env[name] ?? fallback);
  return Number.isFinite(minutes) && minutes > 0 ? minutes : fallback;
};

/** One clock a kind of work; it begins when its first tool does. */
const timeLimits = () => {
  const minutes = { go: minutesOf('GUILDHALL_TOOLS_GO_MINUTES', GO_MINUTES), other: OTHER_MINUTES };
  const begun = new Map();
  return (kind) => {
    if (!begun.has(kind)) begun.set(kind, limitOf(minutes[kind]));
    return begun.get(kind);
  };
};

const limitOf = (minutes) => {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(`the time limit of ${minutes} minutes is over`), minutes * 60_000);
  timer.unref();
  return controller.signal;
};

const shownWhileWaiting = async (label, work) => {
  const begun = Date.now();
  const timer = setInterval(() => console.log(`  ${label}: ${secondsSince(begun)} s so far`), PROGRESS_EVERY_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
};

const secondsSince = (begun) => Math.round((Date.now() - begun) / 1000);

const installOne = async (tool, limitFor) => {
  const label = `${tool.name} ${tool.version}`;
  if (isInstalled(tool)) return { label, outcome: 'there', told: `${label}: there` };
  const begun = Date.now();
  const folder = folderOf(tool);
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    console.log(`  ${label}: installing`);
    await shownWhileWaiting(label, tool.install(folder, { signal: limitFor(tool.shares) }));
    await writeFile(markerOf(tool), hashOf(tool));
    return { label, outcome: 'installed', told: `${label}: installed (${secondsSince(begun)} s)` };
  } catch (error) {
    if (!(error instanceof Skipped)) throw error;
    await rm(folder, { recursive: true, force: true });
    const { path } = findTool(tool.name);
    const instead = path === undefined ? `checks of ${tool.checks} are skipped` : `${path} is used instead`;
    return { label, outcome: 'skipped', told: `${label}: skipped, ${error.message}; ${instead}` };
  }
};

/** Installs what can be had of the registry, tells of each tool what happened, and never fails for one that cannot be had. */
export const installTools = async () => {
  console.log(`optional checkers, in ${toolsDir()}`);
  const limitFor = timeLimits();
  const outcomes = [];
  for (const tool of tools) {
    const { outcome, told } = await installOne(tool, limitFor);
    console.log(`  ${told}`);
    outcomes.push(outcome);
  }
  const count = (wanted) => outcomes.filter((outcome) => outcome === wanted).length;
  console.log(`optional checkers: ${count('there')} there, ${count('installed')} installed, ${count('skipped')} skipped`);
};
