import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { capture, wasInterrupted } from '../children.mjs';
import { Obstacle } from '../obstacle.mjs';
import { root } from '../paths.mjs';
import { checkCompose } from './compose-check.mjs';
import { freeOffset } from './free-offset.mjs';
import { runJest } from './jest-run.mjs';
import { withPlatform, withTestServers } from './servers.mjs';

/** These kill or rebuild what the others need: they run last. */
const LAST_JOURNEYS = 'e2e/journeys/(0?8|0?9|10)[^/]*\\.spec\\.ts$';
/** These leave a broken topic behind: nothing runs after them. */
const DRILLS = 'e2e/drills/';
/** This loses a whole platform, one of its own. */
const RESTORE = 'e2e/drills/restore';

const nothing = { passed: 0, failed: 0, skipped: 0, failures: [], skips: [] };
const add = (left, right) => ({
  passed: left.passed + right.passed,
  failed: left.failed + right.failed,
  skipped: left.skipped + right.skipped,
  failures: [...left.failures, ...right.failures],
  skips: [...left.skips, ...right.skips],
});

/** A check is one test: passed when it exits 0. What it printed is shown when it failed. */
const check = (name, act) => async () => {
  const { code, output } = await act();
  const note = output.split('\n').find((line) => line.startsWith('checked by'));
  if (note !== undefined) console.log(`  ${note}`);
  if (code === 0) return { ...nothing, passed: 1 };
  console.log(output);
  return { ...nothing, failed: 1, failures: [{ what: name, why: output.split('\n').slice(-40).join('\n') }] };
};

const npmScript = (script, ...args) => check(script, () => capture('npm', ['run', '-s', script, '--', ...args]));

const journeys = (node, only) =>
  withPlatform(node, 'journeys', async (env) => {
    const args = ['--selectProjects', 'journeys', '--runInBand'];
    if (only.length > 0) return runJest(node, 'journeys', [...args, '--testPathPatterns', ...only], env);
    const first = await runJest(
      node,
      'journeys-first',
      [...args, '--testPathIgnorePatterns', LAST_JOURNEYS, DRILLS, '/dist/'],
      env,
    );
    const last = await runJest(node, 'journeys-last', [...args, '--testPathPatterns', LAST_JOURNEYS], env);
    const drills = await runJest(
      node,
      'drills',
      [...args, '--testPathPatterns', DRILLS, '--testPathIgnorePatterns', RESTORE, '/dist/'],
      env,
    );
    return add(add(first, last), drills);
  });

const levelArgs = (level, only) => ['--selectProjects', level, ...(only.length === 0 ? [] : ['--testPathPatterns', ...only])];

const stepsFor = (node, ensureBuilt, only) => ({
  build: check('build', async () => {
    await ensureBuilt();
    return { code: 0, output: '' };
  }),
  lint: npmScript('lint'),
  format: npmScript('format'),
  types: npmScript('types'),
  boundaries: npmScript('boundaries'),
  answers: npmScript('answers', '--check'),
  knip: npmScript('knip'),
  compose: check('compose', checkCompose),
  // Pure specs share nothing: one worker a core. The runner's default leaves a core to itself, which it does not need.
  unit: () => runJest(node, 'unit', [...levelArgs('unit', only), '--maxWorkers', '100%']),
  integration: () =>
    withTestServers(node, 'integration', (env) => runJest(node, 'integration', levelArgs('integration', only), env)),
  journeys: () => journeys(node, only),
  // Everything lost but a backup and the payment provider.
  restore: async () => {
    const args = ['--selectProjects', 'journeys', '--runInBand', '--testPathPatterns', RESTORE];
    return runJest(node, 'restore', args, { GUILDHALL_RESTORE_DRILL: String(await freeOffset()) });
  },
  // A process a role, TLS, users and access lists: who may do what, who talks to whom.
  production: () =>
    withPlatform(
      node,
      'production',
      (env) => runJest(node, 'production', [...levelArgs('production', only), '--runInBand'], env),
      {
        mode: ['--production'],
        rateLimits: 'journeys',
      },
    ),
  // Two builds of one service through an upgrade and back.
  upgrade: () =>
    withPlatform(node, 'upgrade', (env) => runJest(node, 'upgrade', [...levelArgs('upgrade', only), '--runInBand'], env), {
      rateLimits: 'journeys',
    }),
});

/** Whatever stops a step is a failed test of it, and the others are run all the same. */
const runStep = async (name, step) => {
  console.log(`\n== ${name}`);
  const begun = Date.now();
  const counts = await step().catch((error) => {
    if (!(error instanceof Obstacle)) console.error(error);
    return { ...nothing, failed: 1, failures: [{ what: name, why: error.message }] };
  });
  const seconds = ((Date.now() - begun) / 1000).toFixed(0);
  console.log(`   ${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped (${seconds} s)`);
  for (const skip of counts.skips) console.log(`   skipped: ${skip}`);
  return { ...counts, failures: counts.failures.map((failure) => ({ ...failure, step: name })) };
};

/**
 * Runs all steps, or those named, and resolves to the exit code. The last line is the sum.
 * Arguments with a slash limit the levels to test files whose path they match: `npm test -- unit libs/kernel`.
 */
export const runTests = async (node, args, ensureBuilt) => {
  const names = args.filter((arg) => !arg.includes('/'));
  const only = args.filter((arg) => arg.includes('/'));
  const steps = stepsFor(node, ensureBuilt, only);
  const unknown = names.filter((name) => steps[name] === undefined);
  if (unknown.length > 0) throw new Obstacle(`there is no step "${unknown[0]}": any of ${Object.keys(steps).join(', ')}`);
  if (!existsSync(join(root, 'package-lock.json')))
    throw new Obstacle('the lockfile is missing: take it from the repository again');
  const needsBuild = names.some((name) => ['integration', 'journeys', 'restore', 'production', 'upgrade'].includes(name));
  const chosen = names.length === 0 ? Object.keys(steps) : [...new Set([...(needsBuild ? ['build'] : []), ...names])];
  let total = nothing;
  for (const name of chosen) {
    if (wasInterrupted()) break;
    total = add(total, await runStep(name, steps[name]));
  }
  if (total.failures.length > 0) console.log(`\n== failures`);
  for (const { step, what, why } of total.failures) console.log(`\nFAILED ${step}: ${what}\n${why}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed === 0 && !wasInterrupted() ? 0 : 1;
};
