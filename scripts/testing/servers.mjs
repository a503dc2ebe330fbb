import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { exitOf, start } from '../children.mjs';
import { Obstacle } from '../obstacle.mjs';
import { localMain, NODE_FLAGS, root } from '../paths.mjs';
import { currentCommit } from '../prepare/commit.mjs';

const STOP_DEADLINE_MS = 120_000;
/** The platform is ready in under a minute on two cores; after this it never will be. */
const READY_DEADLINE_MS = 600_000;

/** Reads what the supervisor prints until it is ready; the NAME=value lines are the environment of what is run against it. */
const untilReady = (child, exit) =>
  new Promise((resolve, reject) => {
    const env = {};
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, name, value] = /^(GUILDHALL_[A-Z_]+)=(.*)$/.exec(line) ?? [];
      if (name !== undefined) env[name] = value;
      else console.log(`  ${line}`);
      if (line === 'ready') resolve(env);
    });
    exit.then((code) => reject(new Obstacle(`the local servers did not come up (exit code ${code}): see above`)), reject);
  });

const stop = async (child, exit) => {
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
  child.kill('SIGTERM');
  await exit;
  clearTimeout(late);
};

const withServers = async (node, args, use, rateLimits = 'standard') => {
  const env = { GIT_COMMIT: currentCommit(), RATE_LIMITS: rateLimits };
  const child = start(node, [...NODE_FLAGS, localMain, ...args], { stdio: ['ignore', 'pipe', 'inherit'], env });
  const exit = exitOf(child, 'node');
  const late = setTimeout(() => child.kill('SIGTERM'), READY_DEADLINE_MS);
  const variables = await untilReady(child, exit).finally(() => clearTimeout(late));
  try {
    return await use(variables);
  } finally {
    await stop(child, exit);
  }
};

/** Runs `use` beside throw-away stores; it gets the GUILDHALL_TEST_* variables. Logs: `.logs/NAME`. */
export const withTestServers = (node, name, use) =>
  withServers(node, ['test-servers', '--throw-away', '--logs', join(root, '.logs', name)], use);

/**
 * Runs `use` beside a throw-away platform; it gets the variables of the journeys. Logs: `.logs/NAME`.
 * The name is also the services' profile of rate limits, where none is given: many people come from one address here. `mode`: further
 * arguments of `start`.
 */
export const withPlatform = (node, name, use, { mode = [], rateLimits = name } = {}) =>
  withServers(node, ['start', '--throw-away', '--logs', join(root, '.logs', name), ...mode], use, rateLimits);
