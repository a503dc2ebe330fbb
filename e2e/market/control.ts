import { eventually } from '@guildhall/local';
import { journeyConfig } from './config.js';

type ProcessState = Readonly<{ name: string; phase: string; pid: number | null; port: number }>;

type PlatformState = Readonly<{ logsDir: string; processes: readonly ProcessState[] }>;

/** The platform as its supervisor sees it now. */
export const platform = async (): Promise<PlatformState> =>
  (await (await fetch(`${journeyConfig().controlUrl}/state`)).json()) as PlatformState;

/** All its processes. */
export const processes = async (): Promise<readonly ProcessState[]> => (await platform()).processes;

const act = async (action: 'kill' | 'stop', name: string): Promise<void> => {
  const { controlUrl } = journeyConfig();
  const response = await fetch(`${controlUrl}/${action}/${name}`, { method: 'POST' });
  if (!response.ok) throw new Error(`${action} ${name}: ${String(response.status)} ${await response.text()}`);
};

/** Ends a process of the platform at once (SIGKILL); the supervisor starts it again by itself. */
export const kill = (name: string): Promise<void> => act('kill', name);

/** Ends a process of the platform in order; it stays down. */
export const stop = (name: string): Promise<void> => act('stop', name);

/** Waits until every process is ready again. */
export const allReady = (deadlineMs = 90_000): Promise<true> =>
  eventually<true>(
    'all processes ready',
    async () => {
      const waiting = (await processes()).filter(({ phase }) => phase !== 'ready');
      if (waiting.length === 0) return true;
      throw new Error(`waiting for ${waiting.map(({ name }) => name).join(', ')}`);
    },
    deadlineMs,
  );
