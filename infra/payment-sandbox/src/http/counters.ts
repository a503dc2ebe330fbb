import type { ProblemCode } from '../domain/sandbox-error.js';

/** Counts since the start of the process, in the Prometheus text format (exposition 0.0.4). */
export class Counters {
  private readonly refused = new Map<ProblemCode, number>();
  private readonly attempts = { delivered: 0, failed: 0 };

  countRefusal(code: ProblemCode): void {
    this.refused.set(code, (this.refused.get(code) ?? 0) + 1);
  }

  countAttempt(outcome: 'delivered' | 'failed'): void {
    this.attempts[outcome] += 1;
  }

  text(webhooksPending: number): string {
    const refusals = [...this.refused].map(([code, count]) => `sandbox_requests_refused_total{code="${code}"} ${count}`);
    return [
      '# TYPE sandbox_requests_refused_total counter',
      ...refusals,
      '# TYPE sandbox_webhook_attempts_total counter',
      `sandbox_webhook_attempts_total{outcome="delivered"} ${this.attempts.delivered}`,
      `sandbox_webhook_attempts_total{outcome="failed"} ${this.attempts.failed}`,
      '# TYPE sandbox_webhooks_pending gauge',
      `sandbox_webhooks_pending ${webhooksPending}`,
      '',
    ].join('\n');
  }
}
