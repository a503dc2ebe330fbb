import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { exitOf, start } from '../children.mjs';
import { cacheDir, root } from '../paths.mjs';

/** A condition waits this long for a busy machine, in ms; specs that know better say so themselves. */
const TEST_TIMEOUT_MS = 30_000;

/** A run that has reported and does not end has left something open; it is ended, in ms after its report. */
const LINGERING_MS = 60_000;
const LOOK_EVERY_MS = 1_000;

const folder = join(cacheDir, 'test-results');

const nothing = { passed: 0, failed: 0, skipped: 0, failures: [], skips: [] };

const failuresIn = ({ testResults }) =>
  testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = name.replace(root, '');
    const failed = assertionResults.filter((assertion) => assertion.status === 'failed');
    if (status === 'failed' && failed.length === 0) return [{ what: `${file} could not run`, why: message }];
    return failed.map(({ fullName, failureMessages }) => ({ what: `${file}: ${fullName}`, why: failureMessages.join('\n') }));
  });

/** What was skipped, by file and name: a check whose tool is missing says so in its name. */
const skipsIn = ({ testResults }) =>
  testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'pending' || status === 'todo')
      .map(({ fullName }) => `${name.replace(root, '')}: ${fullName}`),
  );

/** Counts of one report of Jest. A suite that could not run counts as one failed test; a run without any test has failed. */
const countsOf = (report) => {
  const failures = failuresIn(report);
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  const skipped = report.numPendingTests + report.numTodoTests;
  if (report.numTotalTests > 0 || failed > 0)
    return { passed: report.numPassedTests, failed, skipped, failures, skips: skipsIn(report) };
  return { ...nothing, failed: 1, failures: [{ what: 'no test was found', why: 'a level without tests proves nothing' }] };
};

/** Resolves to the exit code, or to null where the child had to be ended because it did not end after its report. */
const endOf = async (child, report) => {
  let lingersSince = null;
  let wasEnded = false;
  const watch = setInterval(() => {
    if (!existsSync(report)) return;
    lingersSince ??= Date.now();
    if (Date.now() - lingersSince < LINGERING_MS) return;
    wasEnded = true;
    child.kill('SIGKILL');
  }, LOOK_EVERY_MS);
  const code = await exitOf(child, 'node').finally(() => clearInterval(watch));
  return wasEnded ? null : code;
};

/** Runs Jest with the arguments and resolves to its counts. */
export const runJest = async (node, name, args, env = {}) => {
  mkdirSync(folder, { recursive: true });
  const report = join(folder, `${name}.json`);
  rmSync(report, { force: true });
  const flags = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    '--disable-warning=TimeoutNegativeWarning',
  ];
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const child = start(
    node,
    [...flags, jest, ...args, '--testTimeout', String(TEST_TIMEOUT_MS), '--json', '--outputFile', report],
    { env, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const code = await endOf(child, report);
  if (!existsSync(report)) {
    return { ...nothing, failed: 1, failures: [{ what: `${name} ended without a report`, why: `exit code ${code}` }] };
  }
  const counts = countsOf(JSON.parse(readFileSync(report, 'utf8')));
  if (code !== null) return counts;
  const lingering = { what: `${name} did not end after its last test`, why: 'a test left a process, socket or timer open' };
  return { ...counts, failed: counts.failed + 1, failures: [...counts.failures, lingering] };
};
