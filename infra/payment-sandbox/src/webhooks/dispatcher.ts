import { providerPolicy } from '../policy/provider-policy.js';
import type { Deliveries, Delivery } from '../store/deliveries.js';
import { signatureHeader, signWebhook } from './signature.js';

export type DispatcherOptions = {
  readonly url: string;
  readonly secret: string;
  /** Epoch milliseconds of the wall clock. */
  readonly wallNow: () => number;
  readonly onAttempt: (outcome: 'delivered' | 'failed', reason: string) => void;
};

const { firstPauseMs, pauseCapMs, answerTimeoutMs } = providerPolicy.webhooks;

/** Sends what is due, one at a time and oldest first; a failed one steps back and lets the others pass. */
export class WebhookDispatcher {
  private running: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly stopping = new AbortController();

  constructor(
    private readonly deliveries: Deliveries,
    private readonly options: DispatcherOptions,
  ) {}

  /** Looks at the queue now. Cheap, and safe to call at any time. */
  wake(): void {
    if (this.running !== undefined || this.stopping.signal.aborted) return;
    clearTimeout(this.timer);
    this.running = this.drain().finally(() => {
      this.running = undefined;
      this.sleepUntilNext();
    });
  }

  /** Breaks off the delivery under way; it stays queued and is sent again after the next start. */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.timer);
    await this.running;
  }

  private async drain(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const delivery = this.deliveries.firstDue(this.options.wallNow());
      if (delivery === undefined) return;
      await this.deliver(delivery);
    }
  }

  private async deliver({ seq, attempts, body }: Delivery): Promise<void> {
    const reason = await this.post(body);
    if (reason === undefined) {
      this.deliveries.delivered(seq);
      this.options.onAttempt('delivered', '');
      return;
    }
    // A stop is no failure of the receiver: the pause would only delay the first delivery after the start.
    if (this.stopping.signal.aborted) return;
    const pause = Math.min(firstPauseMs * 2 ** Math.min(attempts, 16), pauseCapMs);
    this.deliveries.failed(seq, this.options.wallNow() + pause);
    this.options.onAttempt('failed', reason);
  }

  /** Why the receiver did not take it, or undefined when it answered 2xx. */
  private async post(body: string): Promise<string | undefined> {
    const { url, secret, wallNow } = this.options;
    const signature = signWebhook(secret, body, Math.floor(wallNow() / 1000));
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', [signatureHeader]: signature },
        body,
        redirect: 'error',
        signal: AbortSignal.any([this.stopping.signal, AbortSignal.timeout(answerTimeoutMs)]),
      });
      await response.arrayBuffer();
      return response.ok ? undefined : `answered ${response.status}`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  private sleepUntilNext(): void {
    if (this.stopping.signal.aborted) return;
    const dueAt = this.deliveries.nextDueAt();
    if (dueAt === null) return;
    this.timer = setTimeout(() => this.wake(), Math.max(dueAt - this.options.wallNow(), 1));
  }
}
