import { setTimeout as pause } from 'node:timers/promises';
import { SERVICE_CONFIG } from '@guildhall/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { IdentityConfig } from '../../config.js';

/**
 * Hides whether an address is known in the time that an answer takes: nothing is told before a least time is over, which is above what
 * the longer of the two ways takes on a working store.
 */
@Injectable()
export class EqualTime {
  constructor(@Inject(SERVICE_CONFIG) private readonly config: Pick<IdentityConfig, 'leastAnswerMs'>) {}

  /** Does the work; success and refusal alike wait for the least time. */
  async answer<T>(work: () => Promise<T>): Promise<T> {
    const [outcome] = await Promise.allSettled([work(), pause(this.config.leastAnswerMs)]);
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }

  /** Does the work; a refusal waits for the least time, success tells that the address is known anyway. */
  async refuse<T>(work: () => Promise<T>): Promise<T> {
    const least = pause(this.config.leastAnswerMs, undefined, { ref: false });
    try {
      return await work();
    } catch (error) {
      await least;
      throw error;
    }
  }
}
