import { failureKind, failureReason, untilHandled, type ParkedMessage, type Parking } from '@guildhall/event-sourcing';
import type { Fact } from '@guildhall/kernel';
import type { Log } from '../observing/log.js';
import { MESSAGING_METRICS, type Meter } from '../observing/meter.js';
import type { FactListener } from './fact-listeners.js';

/** The consumer is being stopped: the fact in hand was neither taken nor parked, and comes again on the next start. */
export class DeliveryStopped extends Error {
  override readonly name = 'DeliveryStopped';
}

type Parkable = Omit<ParkedMessage, 'parkedAt'>;
export type DeliveryOptions = Readonly<{ group: string; parking: Parking; meter: Meter; log: Log; signal: AbortSignal }>;

/**
 * Brings one fact to one process: resolves when the process took it or it is parked; rejects with `DeliveryStopped`, or with what hinders
 * the parking, and is then called again.
 */
export class FactDelivery {
  constructor(private readonly options: DeliveryOptions) {}

  async give(fact: Fact, listener: FactListener): Promise<void> {
    const { parking, meter } = this.options;
    const { process } = listener;
    const message: Omit<Parkable, 'reason'> = { messageId: fact.id, process, key: fact.key, payload: { kind: 'fact', fact } };
    if (parking.isParked(process, fact.key)) {
      const reason = { code: 'MESSAGING.BEHIND_PARKED', message: 'An earlier fact of this key is parked' };
      return this.park({ ...message, reason });
    }
    const failure = await this.take(fact, listener);
    if (failure === 'taken') return meter.add(MESSAGING_METRICS.factsHandled.name, 1, { process });
    return this.park({ ...message, reason: failure });
  }

  async park(message: Parkable): Promise<void> {
    const { parking, meter, log } = this.options;
    const { process, key, messageId, reason } = message;
    await parking.park(message);
    meter.add(MESSAGING_METRICS.factsParked.name, 1, { process, reason: reason.code });
    log.error({ process, messageId, key, code: reason.code }, 'Fact parked');
  }

  private async take(fact: Fact, listener: FactListener): Promise<'taken' | ParkedMessage['reason']> {
    const { group, signal } = this.options;
    const { process } = listener;
    let attempt = 0;
    try {
      await untilHandled(() => listener.call(fact, { group, process, attempt: ++attempt }), {
        signal,
        onTry: ({ error }) => this.noteTry(fact, process, attempt, error),
      });
      return 'taken';
    } catch (error) {
      // What failed last may have failed because of the stop: the fact comes again.
      if (signal.aborted) throw new DeliveryStopped(`${group} is being stopped`, { cause: error });
      return failureReason(error);
    }
  }

  private noteTry(fact: Fact, process: string, attempt: number, error: unknown): void {
    const { meter, log } = this.options;
    const kind = failureKind(error);
    meter.add(MESSAGING_METRICS.factsRetried.name, 1, { process, reason: kind });
    log.warn({ process, factId: fact.id, type: fact.type, attempt, kind, error: String(error) }, 'Fact not taken');
  }
}
