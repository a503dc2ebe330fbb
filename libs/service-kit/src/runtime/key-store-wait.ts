import { pauseFor, type SubjectKeys } from '@guildhall/event-sourcing';
import { isOutage } from '../http/problem.js';
import type { Logger } from '../telemetry/logger.js';

const EVERY_MS = 1_000;
/** Failed questions between two lines of the log: one line each five seconds or so is enough to see what is waited for. */
const LINES_EVERY = 5;

/**
 * Waits at the start for the key store: without it a service could neither read personal text nor write it. Later outages are told by what
 * needs a key: commands answer 503, runners try again.
 */
export class KeyStoreWait {
  private failure: string | null = 'key store does not answer';

  constructor(
    private readonly keys: Pick<SubjectKeys, 'check'>,
    private readonly logger: Pick<Logger, 'warn' | 'info'>,
  ) {}

  /** Null once it answered, else a sentence. */
  readonly condition = (): string | null => this.failure;

  /** Resolves when the key store answered, or when the signal aborts. Rejects for what is no outage. */
  async until(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        await this.keys.check();
        if (failures > 0) this.logger.info({ tries: failures }, 'key store is there');
        this.failure = null;
        return;
      } catch (error) {
        if (!isOutage(error)) throw error;
        if (failures % LINES_EVERY === 0) this.logger.warn({ reason: error.message }, 'waiting for the key store');
        await pauseFor(EVERY_MS, signal);
      }
    }
  }
}
