import type { RunnerLag } from '@guildhall/event-sourcing';
import { MESSAGING_METRICS, type Meter } from '@guildhall/messaging';

/** Passes series on and remembers how far each topic is behind, for the operators' list of lags. */
export class ConsumerLags implements Meter {
  private readonly topics = new Map<string, Readonly<{ seconds: number; at: number }>>();

  constructor(
    private readonly meter: Meter,
    private readonly wallMs: () => number = Date.now,
  ) {}

  add(name: string, value: number, labels: Readonly<Record<string, string>>): void {
    this.meter.add(name, value, labels);
  }

  set(name: string, value: number, labels: Readonly<Record<string, string>>): void {
    this.meter.set(name, value, labels);
    const topic = labels['topic'];
    if (name === MESSAGING_METRICS.consumerLag.name && topic !== undefined) this.topics.set(topic, { seconds: value, at: this.wallMs() });
  }

  lag(): readonly RunnerLag[] {
    return [...this.topics].map(([topic, { seconds, at }]) => ({
      runner: `facts:${topic}`,
      state: 'live',
      position: null,
      lagSeconds: seconds,
      heartbeatAt: at,
      advancedAt: at,
      parked: 0,
    }));
  }
}
