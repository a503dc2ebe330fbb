import type { ConnectionInfo } from './info.js';
import type { Message } from './message.js';
import { Latencies, Throughput } from './statistics.js';

/** A consumer as it comes to a group. */
export type Consumer = Readonly<{
  /** Messages that it takes without an answer. */
  size: number;
  from: string;
  user: string;
  connectionName: string;
  /** `held-up`: nothing more until `resume`. `retries` counts failed deliveries. */
  deliver: (message: Message, retries: number) => 'sent' | 'held-up';
  /** The group was changed or deleted, or begins anew: it has to come again. */
  dropped: () => void;
}>;

/** A consumer of a running group, with what is counted about it. */
export class ConnectedConsumer {
  readonly #throughput: Throughput;
  readonly #latencies: Latencies | undefined;

  constructor(
    readonly consumer: Consumer,
    statistics: 'plain' | 'extra',
    now: number,
  ) {
    this.#throughput = new Throughput(now);
    this.#latencies = statistics === 'extra' ? new Latencies() : undefined;
  }

  handled(elapsed: number): void {
    this.#throughput.count();
    this.#latencies?.add(elapsed);
  }

  info({ room, inFlight }: Readonly<{ room: number; inFlight: number }>, now: number): ConnectionInfo {
    const { from, user, connectionName } = this.consumer;
    const { perSecond, total, sinceLast } = this.#throughput.measure(now);
    return {
      from,
      user,
      connectionName,
      averagePerSecond: perSecond,
      totalItems: total,
      countSinceLastMeasurement: sinceLast,
      availableSlots: room,
      inFlight,
      observed: this.#latencies?.observed() ?? [],
    };
  }
}
