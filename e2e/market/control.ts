import { eventually } from '@guildhall/local';
import { journeyConfig } from './config.js';

type ProcessState = Readonly<{ name: string; phase: string; pid: number | null; port: number }>;

/** All processes of the platform as its supervisor sees them now. */
export const processes = async (): Promise<readonly ProcessState[]> => {
  const response = await fetch(`${journeyConfig().controlUrl}/state`);
  return ((await response.json()) as { processes: readonly ProcessState[] }).processes;
};

/** Ends a process of the platform at once (SIGKILL); the supervisor starts it again by itself. */
export const kill = async (name: string): Promise<void> => {
  const { controlUrl } = journeyConfig();
  const response = await fetch(`${controlUrl}/kill/${name}`, { method: 'POST' });
  if (!response.ok) throw new Error(`kill ${name}: ${String(response.status)} ${await response.text()}`);
};

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
