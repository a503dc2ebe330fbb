import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The workspace's root. */
export const root = fileURLToPath(new URL('..', import.meta.url));
export const cacheDir = join(root, '.cache');
export const bin = join(root, 'node_modules', '.bin');
export const localMain = join(root, 'infra', 'local', 'dist', 'main.js');

// kafkajs arms timers with times that have passed, which Node 24 remarks on; the messaging lib has the cure for services.
export const NODE_FLAGS = ['--disable-warning=TimeoutNegativeWarning', '--disable-warning=ExperimentalWarning'];

/** The environment of every child: the workspace's own tools, Node 24 among them, come first. */
export const environment = (more = {}) => ({
  ...process.env,
  PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
  NX_DAEMON: 'false',
  NX_TUI: 'false',
  ...more,
});
