import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import type { DataMode, PlatformMode } from '../arguments.js';
import { openControl, type PlatformState } from '../control/control-server.js';
import { askState, readSupervisorFile, removeSupervisorFile, writeSupervisorFile } from '../control/supervisor-file.js';
import { Obstacle } from '../supervision/obstacle.js';
import { commandLineOf, PidFiles } from '../supervision/pid-files.js';
import type { Supervisor } from '../supervision/supervisor.js';
import { layoutOf, throwAwayLayout, throwAwayRoot, type Layout } from './layout.js';
import { freeOffset } from './ports.js';

/** Where a platform lives: its offset, its folders, and what is done with them at the end. */
export interface Place {
  readonly offset: number;
  readonly layout: Layout;
  readonly data: DataMode;
}

/** Chooses offset and folders; `keptAt` says where data lies that is not thrown away. */
export const placeFor = async (
  wanted: { offset: number; data: DataMode; logsDir?: string },
  keptAt: (offset: number) => Layout,
): Promise<Place> => {
  const { data, logsDir } = wanted;
  const offset = data === 'throw-away' ? await freeOffset() : wanted.offset;
  const layout = data === 'throw-away' ? throwAwayLayout(process.pid) : keptAt(offset);
  return { offset, data, layout: logsDir === undefined ? layout : layoutOf(layout.dataDir, logsDir, layout.root) };
};

/** Ends and removes throw-away platforms whose supervisor crashed. */
const sweepThrowAways = async (say: (line: string) => void): Promise<void> => {
  if (!existsSync(throwAwayRoot)) return;
  for (const name of await readdir(throwAwayRoot)) {
    if (commandLineOf(Number(name)) !== undefined) continue;
    const { dataDir, runDir } = throwAwayLayout(Number(name));
    const ended = await new PidFiles(runDir).endLeftovers();
    await rm(dataDir, { recursive: true, force: true });
    say(`removed a throw-away platform that had crashed${ended.length === 0 ? '' : `, and ended its ${ended.join(', ')}`}`);
  }
};

/**
 * Makes the place ready for a start: nobody else is at work there, nothing is left over from a crash, old data is gone if wanted.
 *
 * @throws {Obstacle} when a platform already runs there
 */
export const preparePlace = async ({ layout, data, offset }: Place, say: (line: string) => void): Promise<void> => {
  if (data === 'throw-away') await sweepThrowAways(say);
  const record = readSupervisorFile(layout.supervisorFile);
  const state = record === undefined ? undefined : await askState(record);
  if (state !== undefined) {
    const where = state.edgeUrl ?? `port offset ${String(offset)}`;
    throw new Obstacle(`it already runs (${where}, process ${String(state.pid)}): use it, or end it with \`npm stop\` first`);
  }
  const leftovers = await new PidFiles(layout.runDir).endLeftovers();
  if (leftovers.length > 0) say(`ended what an earlier run left behind: ${leftovers.join(', ')}`);
  if (data !== 'reset') return;
  await rm(layout.dataDir, { recursive: true, force: true });
};

/** Resolves at the first request to stop: Ctrl-C, SIGTERM, a closed terminal, or `npm stop`. Later ones change nothing. */
const stopRequests = (): { readonly requested: Promise<void>; readonly request: () => void } => {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, resolve);
  return { requested: promise, request: resolve };
};

interface Front {
  readonly close: () => Promise<void>;
}

export interface Hosting {
  readonly place: Place;
  readonly mode: PlatformMode;
  readonly supervisor: Supervisor;
  readonly edgeUrl: string | null;
  readonly say: (line: string) => void;
  /** Brings everything up; returns what to close before the processes are stopped. */
  readonly bringUp: () => Promise<Front>;
  /** What has to be done before it counts as ready; abandoned when a stop is requested meanwhile. */
  readonly settle: (controlUrl: string) => Promise<void>;
}

/**
 * Hosts a supervisor until a stop is requested: control endpoint, start, wait, ordered stop, and cleaning up.
 *
 * @throws what the start threw, after everything that had started was stopped
 */
export const host = async ({ place, mode, supervisor, edgeUrl, say, bringUp, settle }: Hosting): Promise<void> => {
  const { layout, offset, data } = place;
  const { requested, request } = stopRequests();
  let phase: PlatformState['phase'] = 'starting';
  const control = await openControl({
    supervisor,
    shutdown: request,
    state: () => ({
      phase,
      pid: process.pid,
      offset,
      edgeUrl,
      dataDir: layout.dataDir,
      logsDir: layout.logsDir,
      outboxDir: layout.outboxDir,
      processes: supervisor.states(),
    }),
  });
  writeSupervisorFile(layout.supervisorFile, { pid: process.pid, controlUrl: control.url, mode });
  process.once('exit', () => {
    supervisor.abandonAll();
  });
  const interrupted = requested.then(() => {
    if (phase === 'starting') void supervisor.stop();
    throw new Obstacle('the start was interrupted');
  });
  interrupted.catch(() => undefined);
  let front: Front | undefined;
  try {
    front = await bringUp();
    await Promise.race([settle(control.url), interrupted]);
    phase = 'ready';
    say('ready');
    await requested;
    say('stopping');
  } finally {
    phase = 'stopping';
    await front?.close();
    await supervisor.stop();
    await control.close();
    removeSupervisorFile(layout.supervisorFile);
    if (data === 'throw-away') await rm(layout.dataDir, { recursive: true, force: true });
    say('everything has stopped');
  }
};
