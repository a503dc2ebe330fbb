import type { Logger } from '../telemetry/logger.js';

/** One step of the way down; `close` may be called once only. */
export type ShutdownStep = Readonly<{ name: string; close: () => Promise<unknown> }>;

/** How it went: errors by step, and the steps that were cut by the deadline. */
export type ShutdownReport = Readonly<{ errors: ReadonlyMap<string, Error>; cut: readonly string[] }>;

/**
 * Runs the steps one after another within one deadline, each logged with its duration: a failing step does not keep the next from running, and what the deadline cuts
 * is named. Errors are collected and logged here, since Nest's shutdown hooks swallow them.
 */
export const shutDown = async (steps: readonly ShutdownStep[], deadlineMs: number, logger: Logger): Promise<ShutdownReport> => {
  const errors = new Map<string, Error>();
  const cut: string[] = [];
  const endsAt = performance.now() + deadlineMs;
  for (const { name, close } of steps) {
    const startedAt = performance.now();
    let outcome: 'done' | 'deadline' | 'failed' = 'failed';
    try {
      outcome = await withDeadline(close(), Math.max(0, endsAt - startedAt));
      if (outcome === 'deadline') cut.push(name);
    } catch (error) {
      errors.set(name, error instanceof Error ? error : new Error(String(error)));
    }
    logger.info({ step: name, outcome, ms: Math.round(performance.now() - startedAt) }, 'shutdown step');
  }
  for (const [step, err] of errors) logger.error({ step, err }, 'shutdown step failed');
  if (cut.length > 0) logger.warn({ steps: cut, deadlineMs }, 'shutdown steps cut by the deadline');
  return { errors, cut };
};

const withDeadline = async (work: Promise<unknown>, ms: number): Promise<'done' | 'deadline'> => {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<'deadline'>((resolve) => (timer = setTimeout(() => resolve('deadline'), ms)));
  try {
    return await Promise.race([work.then(() => 'done' as const), deadline]);
  } finally {
    clearTimeout(timer);
  }
};
