import { backoffMs, failureKind, failureReason, pauseFor, type Backoff, type ParkedMessage, type Parking } from '@guildhall/event-sourcing';
import type { Fact } from '@guildhall/kernel';
import type { Log } from '../observing/log.js';
import { MESSAGING_METRICS, type Meter } from '../observing/meter.js';
import type { FactListener } from './fact-listeners.js';

/** Tries of a fact that a process refuses or breaks on, before it is parked (architecture.md §4, Retry). */
export const TRIES_BEFORE_PARKING = 5;

/** Waiting times: of outages, without limit; of refusals and faults, which count. */
export type RetryPolicy = Readonly<{ outage: Backoff; fault: Backoff }>;

/** The consumer is being stopped: the fact in hand was neither taken nor parked, and comes again on the next start. */
export class DeliveryStopped extends Error {
  override readonly name = 'DeliveryStopped';
}

type Parkable = Omit<ParkedMessage, 'parkedAt'>;
export type DeliveryOptions = Readonly<{ group: string; parking: Parking; retry: RetryPolicy; meter: Meter; log: Log; signal: AbortSignal }>;

/** Brings one fact to one process: resolves when the process took it or it is parked; rejects only with `DeliveryStopped`. */
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

  /** Parks without limit of tries: what is not parked could only be dropped or block its partition. */
  async park(message: Parkable): Promise<void> {
    const { parking, meter, log, signal, retry } = this.options;
    const { process, key, reason } = message;
    for (let attempt = 1; ; attempt += 1) {
      this.refuseStopped();
      try {
        await parking.park(message);
        break;
      } catch (error) {
        log.warn({ process, attempt, error: String(error) }, 'Fact not parked yet, tried again');
        await pauseFor(backoffMs(attempt, retry.outage), signal);
      }
    }
    meter.add(MESSAGING_METRICS.factsParked.name, 1, { process, reason: reason.code });
    log.error({ process, messageId: message.messageId, key, code: reason.code }, 'Fact parked');
  }

  private async take(fact: Fact, listener: FactListener): Promise<'taken' | ParkedMessage['reason']> {
    const { group, meter, log, signal, retry } = this.options;
    const { process } = listener;
    let faults = 0;
    for (let attempt = 1; ; attempt += 1) {
      this.refuseStopped();
      try {
        await listener.call(fact, { group, process, attempt });
        return 'taken';
      } catch (error) {
        const kind = failureKind(error);
        if (kind !== 'outage' && ++faults === TRIES_BEFORE_PARKING) return failureReason(error);
        meter.add(MESSAGING_METRICS.factsRetried.name, 1, { process, reason: kind });
        log.warn({ process, factId: fact.id, type: fact.type, attempt, kind, error: String(error) }, 'Fact not taken, tried again');
        await pauseFor(kind === 'outage' ? backoffMs(attempt - faults, retry.outage) : backoffMs(faults, retry.fault), signal);
      }
    }
  }

  private refuseStopped(): void {
    if (this.options.signal.aborted) throw new DeliveryStopped(`${this.options.group} is being stopped`);
  }
}
