import { SERVICES, type ServiceName } from '@guildhall/kernel';
import { journeyConfig } from '../market/config.js';

type ProcessState = Readonly<{ name: string; phase: string; port: number | null; pid: number | null }>;

/** All series of a moment by their text without the value, e.g. `timers_overdue{service="gigs"}`. */
export type Scrape = ReadonlyMap<string, number>;

/** How long a service may take to answer a scrape, in ms: Prometheus gives ten seconds. */
const SCRAPE_MS = 10_000;

const processes = async (): Promise<readonly ProcessState[]> => {
  const state = (await (await fetch(`${journeyConfig().controlUrl}/state`)).json()) as { processes: readonly ProcessState[] };
  return state.processes;
};

/** The port that a process of the platform listens on; throws for an unknown name. */
export const portOf = async (name: string): Promise<number> => {
  const port = (await processes()).find((process) => process.name === name)?.port;
  if (port === undefined || port === null) throw new Error(`The platform has no process ${name} with a port`);
  return port;
};

const signal = async (name: string, kind: 'SIGSTOP' | 'SIGCONT'): Promise<void> => {
  const pid = (await processes()).find((process) => process.name === name)?.pid;
  if (pid === undefined || pid === null) throw new Error(`The platform runs no process ${name}`);
  process.kill(pid, kind);
};

/** Holds a process still: its connections stay open, and it answers nobody until it goes on. */
export const freeze = (name: string): Promise<void> => signal(name, 'SIGSTOP');

export const unfreeze = (name: string): Promise<void> => signal(name, 'SIGCONT');

const act = async (action: 'stop' | 'start', name: string): Promise<void> => {
  const response = await fetch(`${journeyConfig().controlUrl}/${action}/${name}`, { method: 'POST' });
  if (!response.ok) throw new Error(`${action} ${name}: ${response.status} ${await response.text()}`);
};

/** Takes a process down, in order, until it is started. */
export const stop = (name: string): Promise<void> => act('stop', name);

/** Resolves when the process is ready. */
export const start = (name: string): Promise<void> => act('start', name);

/** The series of an exposition in Prometheus' text format, by their text; exemplars and other notes are left out. */
export const seriesOfText = (text: string): readonly (readonly [string, number])[] =>
  text.split('\n').flatMap((line) => {
    const [, series, value] = /^([a-z_]+(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
    return series === undefined || !Number.isFinite(Number(value)) ? [] : [[series, Number(value)] as const];
  });

const seriesOf = async (port: number): Promise<readonly (readonly [string, number])[]> =>
  seriesOfText(await (await fetch(`http://127.0.0.1:${port}/metrics`, { signal: AbortSignal.timeout(SCRAPE_MS) })).text());

/** What Prometheus would have after a scrape of these services (default: all). A service that is down fails it. */
export const scrape = async (services: readonly ServiceName[] = SERVICES): Promise<Scrape> =>
  new Map((await Promise.all((await Promise.all(services.map(portOf))).map(seriesOf))).flat());
