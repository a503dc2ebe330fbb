import { Inject, Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { SERVICE_CONFIG, type ServiceConfig } from '../config/service-config.js';
import { common } from './common-errors.js';
import type { RateClass } from './decorators.js';

/** A budget: so many points in so many seconds. */
export type Budget = Readonly<{ points: number; seconds: number }>;

/** Budgets by user and route class (security.md, Rate limits). */
export const STANDARD_BUDGETS: Readonly<Record<Exclude<RateClass, 'unlimited'>, Budget>> = {
  reads: { points: 300, seconds: 60 },
  writes: { points: 60, seconds: 60 },
  money: { points: 30, seconds: 60 },
};

/** Factor of the raised profiles: large enough that no load of one machine meets it. */
const RAISED_FACTOR = 100_000;
/** Answered idempotency keys remembered: repeats of them are not counted. */
const REMEMBERED_KEYS = 50_000;

/**
 * Token buckets in memory, per instance. Raised by name for bench, demo, simulator and journeys (`RATE_LIMITS`), which production
 * refuses. Exceeding throws `COMMON.RATE_LIMITED` with `retryAfterSeconds`.
 */
@Injectable()
export class RateLimits {
  private readonly buckets = new Map<string, RateLimiterMemory>();
  private readonly answered = new Set<string>();
  private readonly factor: number;

  constructor(@Inject(SERVICE_CONFIG) config: Pick<ServiceConfig, 'rateLimits'>) {
    this.factor = config.rateLimits === 'standard' ? 1 : RAISED_FACTOR;
  }

  /** Takes one point of a named budget, e.g. `take('sign-in', accountId, { points: 5, seconds: 900 })`. */
  async take(name: string, key: string, budget: Budget): Promise<void> {
    try {
      await this.bucket(name, budget).consume(key);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const retryAfterSeconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
      throw common('COMMON.RATE_LIMITED', `Too many requests, try again in ${retryAfterSeconds} s`, { retryAfterSeconds });
    }
  }

  /** Counts a request in its route class, unless its command id was answered before. */
  async count(rateClass: RateClass, key: string, commandId: string): Promise<void> {
    if (rateClass === 'unlimited' || this.answered.has(commandId)) return;
    await this.take(rateClass, key, STANDARD_BUDGETS[rateClass]);
  }

  /** Remembers that a command was answered with success: repeats of its key are free. */
  remember(commandId: string): void {
    this.answered.add(commandId);
    if (this.answered.size <= REMEMBERED_KEYS) return;
    const [oldest] = this.answered;
    if (oldest !== undefined) this.answered.delete(oldest);
  }

  private bucket(name: string, { points, seconds }: Budget): RateLimiterMemory {
    const found = this.buckets.get(name);
    if (found) return found;
    const made = new RateLimiterMemory({ points: points * this.factor, duration: seconds });
    this.buckets.set(name, made);
    return made;
  }
}
