import type { Fact, Instant, ProcessInput, StorageContract } from '@guildhall/kernel';
import type { StoredEvent } from '../store/event-store.port.js';
import type { PendingTimer } from './process-board.js';
import { refusalIdOf, type ProcessEvent } from './process.events.js';
import type { Incoming, Origin } from './process-types.js';

/** A fact as an input; its record key stands for the stream's key. */
export const fromFact = (fact: Fact): Incoming => {
  const { id, key: streamKey, time: occurredAt, revision, correlationId, traceparent } = fact;
  return {
    source: 'fact',
    input: { type: fact.type, data: fact.data } as ProcessInput,
    frame: { id, streamKey, occurredAt, revision, policyRefs: fact.meta.policyRefs },
    origin: { correlationId, causeId: id, region: fact.meta.region, traceparent },
  };
};

const originOf = ({ id, metadata }: StoredEvent): Origin => {
  const { $correlationId: correlationId, region, traceparent } = metadata;
  return { correlationId, causeId: id, region, traceparent };
};

/** An own event as an input. */
export const fromOwnEvent = (event: StoredEvent): Incoming => ({
  source: 'event',
  input: { type: event.type, data: event.data },
  frame: {
    id: event.id,
    streamKey: event.streamKey,
    occurredAt: event.metadata.occurredAt,
    revision: event.revision.toString(),
    policyRefs: event.metadata.policyRefs,
  },
  origin: originOf(event),
});

/** A timer that fell due, at the business time at which it is fired. */
export const fromTimer = ({ timerId, key, name, data, started }: PendingTimer, firedAt: Instant): Incoming => ({
  source: 'timer',
  input: { type: `timer.${name}`, data } as ProcessInput,
  frame: { id: timerId, streamKey: key, occurredAt: firedAt, revision: '0', policyRefs: {} },
  origin: originOf(started),
});

/** The refusal of a command that a process ordered. */
export const fromRefusal = (
  ordered: StoredEvent & Extract<ProcessEvent, { type: 'CommandOrdered' }>,
  commandId: string,
  code: string,
  refusedAt: Instant,
): Incoming => {
  const { key, step, command } = ordered.data;
  return {
    source: 'refusal',
    input: { type: 'CommandRefused', data: { ...command.data, step, code } },
    frame: { id: refusalIdOf(commandId), streamKey: key, occurredAt: refusedAt, revision: '0', policyRefs: {} },
    origin: originOf(ordered),
  };
};

/**
 * Leaves out the personal fields of own events: a manager records its inputs in its own stream, which is not encrypted. A command that
 * needs such a field reads it from the aggregate. Reactions record nothing and see everything.
 */
export const withoutPersonalFields = (storages: readonly StorageContract[]): ((event: StoredEvent) => StoredEvent) => {
  const personal = new Map(storages.map(({ category, personal: fields }) => [category, fields ?? {}]));
  return (event) => {
    const fields = (personal.get(event.category) as Readonly<Record<string, object>> | undefined)?.[event.type];
    if (!fields) return event;
    return { ...event, data: Object.fromEntries(Object.entries(event.data).filter(([name]) => !(name in fields))) };
  };
};
