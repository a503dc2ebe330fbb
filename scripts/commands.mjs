import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './children.mjs';
import { Obstacle } from './obstacle.mjs';
import { localOperator, withoutOffset } from './local-operator.mjs';
import { localMain, NODE_FLAGS, root } from './paths.mjs';
import { ensureBuilt } from './prepare/build.mjs';
import { currentCommit } from './prepare/commit.mjs';
import { ensureInstalled } from './prepare/install.mjs';
import { findNode24 } from './prepare/node24.mjs';
import { withPlatform } from './testing/servers.mjs';
import { runTests } from './testing/run-tests.mjs';
import { installTools } from './tools/install-tools.mjs';

const STORES = [
  '@guildhall/kernel',
  '@guildhall/event-catalogue',
  '@guildhall/event-sourcing',
  '@guildhall/event-store',
  '@guildhall/kafka',
  '@guildhall/mongo',
  '@guildhall/local',
];

/** The raw clients of the benchmarks run inside the bench: with the young generation that services have (infra/local, heap-flags.ts). */
const YOUNG_AS_SERVICES = '--max-semi-space-size=16';

const prepare = async (only) => {
  await ensureInstalled();
  const node = findNode24();
  await ensureBuilt(only);
  return node;
};

const entry = (...path) => {
  const file = join(root, ...path);
  if (!existsSync(file)) throw new Obstacle(`${path.join('/')} is not there: the package has no such program in this version`);
  return file;
};

const local = async (args, only) => {
  const node = await prepare(only);
  return run(node, [...NODE_FLAGS, localMain, ...args], { env: { GIT_COMMIT: currentCommit() } });
};

/** `npm stop` and `npm run status` must not begin to install: where nothing was built, nothing runs. */
const ask = async (args) => {
  if (!existsSync(localMain)) throw new Obstacle('nothing runs here: bring it up with `npm start`');
  return run(findNode24(), [...NODE_FLAGS, localMain, ...args]);
};

/** Copies of what matters, and the way back from them. */
const recovery = async (args) => {
  const node = await prepare();
  return run(node, [...NODE_FLAGS, entry('infra', 'local', 'dist', 'recovery.main.js'), ...args], {
    env: { GIT_COMMIT: currentCommit() },
  });
};

/** Arguments of the platform come before a service's own: `npm run rebuild -- contracts --port-offset 100`. */
const tool = (service, name, args) => local(['tool', service, name, ...args]);

/** Every root script. Each takes the arguments after its name and resolves to the exit code. */
export const commands = {
  start: (args) => local(['start', ...args]),
  stop: (args) => ask(['stop', ...args]),
  status: (args) => ask(['status', ...args]),
  'test-servers': (args) => local(['test-servers', ...args], STORES),
  'event-store': async (args) => {
    const node = await prepare(['@guildhall/event-store']);
    return run(node, [...NODE_FLAGS, entry('infra', 'event-store', 'dist', 'main.js'), ...args]);
  },
  demo: async (args) => {
    const node = await prepare();
    const demo = entry('e2e', 'dist', 'simulator', 'demo.js');
    const mode = args.filter((arg) => arg === '--production');
    return withPlatform(node, 'demo', (env) => run(node, [...NODE_FLAGS, demo, ...args], { env }), { mode });
  },
  bench: async (args) => {
    const node = await prepare();
    return run(node, [...NODE_FLAGS, YOUNG_AS_SERVICES, entry('e2e', 'dist', 'load', 'main.js'), ...args]);
  },
  backup: (args) => recovery(['backup', ...args]),
  restore: (args) => recovery(['restore', ...args]),
  'ledger:check': (args) => tool('payments', 'ledger-check', args),
  guildhall: async (args) => {
    const node = await prepare();
    const { offset, rest } = withoutOffset(args);
    const env = await localOperator(offset, rest);
    return run(node, [...NODE_FLAGS, entry('cli', 'dist', 'main.js'), ...rest], { env });
  },
  rebuild: async ([service, ...args]) => {
    if (service === undefined || service.startsWith('-')) {
      throw new Obstacle('name the service whose read models are rebuilt: `npm run rebuild -- contracts`');
    }
    return tool(service, 'rebuild', args);
  },
  tools: async () => {
    await installTools();
    console.log('preparing what the tests need');
    return local(['parts'], STORES);
  },
  chart: async (args) => {
    const node = await prepare(['@guildhall/kernel', '@guildhall/event-catalogue']);
    return run(node, [...NODE_FLAGS, entry('deploy', 'generate', 'main.mjs'), ...args]);
  },
  answers: async (args) => {
    await ensureInstalled();
    return run(findNode24(), [join(root, 'tools', 'answers', 'main.mjs'), ...args]);
  },
  configuration: async (args) => {
    await ensureInstalled();
    return run(findNode24(), [join(root, 'tools', 'configuration', 'main.mjs'), ...args]);
  },
  test: async (args) => {
    await ensureInstalled();
    return runTests(findNode24(), args, ensureBuilt);
  },
};
