// `npm run guildhall`: the command line knows no local platform, only URLs and credentials. This finds both for one that runs here.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Obstacle } from './obstacle.mjs';
import { root } from './paths.mjs';

const GIVEN = ['GUILDHALL_URL', 'GUILDHALL_OPERATOR_EMAIL', 'GUILDHALL_CREDENTIALS_FILE'];

/** Verbs that touch files only. */
const OFFLINE = 'event-store';

/** Takes `--port-offset N` out of the arguments: it is ours, not the command line's. */
export const withoutOffset = (args) => {
  const at = args.indexOf('--port-offset');
  if (at < 0) return { offset: '0', rest: args };
  return { offset: args[at + 1] ?? '', rest: [...args.slice(0, at), ...args.slice(at + 2)] };
};

/** Environment of the first operator of the platform at this offset; empty where the caller said whom and what to ask. */
export const localOperator = async (offset, args) => {
  const asksForHelp = args.length === 0 || args.includes('--help') || args[0] === 'help';
  if (asksForHelp || args[0] === OFFLINE || args.includes('--url') || GIVEN.some((name) => process.env[name])) return {};
  const file = join(root, '.data', offset, 'run', 'supervisor', 'supervisor.json');
  const state = existsSync(file) ? await stateOf(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
  if (!state?.edgeUrl) {
    throw new Obstacle(
      'nothing runs here: bring it up with `npm start`, or name a platform by --url (docs/operators/command-line.md)',
    );
  }
  const { seedCredentials } = await import('../infra/local/dist/client/index.js');
  const { bootstrapSecret } = JSON.parse(readFileSync(join(state.dataDir, 'keys', 'secrets.json'), 'utf8'));
  const { email, password } = seedCredentials('operator-1', bootstrapSecret);
  return { GUILDHALL_URL: state.edgeUrl, GUILDHALL_OPERATOR_EMAIL: email, GUILDHALL_OPERATOR_PASSWORD: password };
};

/** Undefined where the supervisor has gone. */
const stateOf = async ({ controlUrl }) => {
  const response = await fetch(`${controlUrl}/state`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
  return response?.ok ? response.json() : undefined;
};
