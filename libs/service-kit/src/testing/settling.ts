import { setTimeout as pause } from 'node:timers/promises';
import { topicOf } from '@guildhall/event-catalogue';
import { ProcessOperations } from '@guildhall/event-sourcing';
import type { ServiceName } from '@guildhall/kernel';
import type { InMemoryBroker } from '@guildhall/messaging';
import type { ServiceRuntime } from '../runtime/service-runtime.js';

const DEADLINE_MS = 10_000;
const LOOK_EVERY_MS = 2;

/**
 * Waits until a service in memory has nothing more to do: every runner has handled the whole log, every due timer was fired and every
 * record was taken. Throws after 10 s with what still runs.
 */
export const untilSettled = async (runtime: ServiceRuntime, broker: InMemoryBroker): Promise<void> => {
  const endsAt = performance.now() + DEADLINE_MS;
  for (;;) {
    const before = await headOf(runtime);
    const busy = busyWith(runtime, broker, before);
    // Quiet only if nothing was written while it was looked at.
    if (busy === null && (await headOf(runtime)) === before) return;
    if (performance.now() > endsAt) throw new Error(`Not settled within ${DEADLINE_MS} ms: ${busy ?? 'the log still grows'}`);
    await pause(LOOK_EVERY_MS);
  }
};

/** Waits until the service's consumers have committed every record of a topic. */
export const untilTaken = async (broker: InMemoryBroker, service: ServiceName, topic: string): Promise<void> => {
  const endsAt = performance.now() + DEADLINE_MS;
  while (waiting(broker, service, topic) > 0) {
    if (performance.now() > endsAt) throw new Error(`${service} did not take all records of ${topic} within ${DEADLINE_MS} ms`);
    await pause(LOOK_EVERY_MS);
  }
};

const headOf = ({ core }: ServiceRuntime): Promise<bigint | null> => core.parts.log.head([`${core.definition.service}.`]);

const busyWith = (runtime: ServiceRuntime, broker: InMemoryBroker, head: bigint | null): string | null => {
  const { definition } = runtime.core;
  const behind = runtime.roles
    .lag()
    .find(({ runner, position }) => !runner.startsWith('facts:') && head !== null && (position ?? -1n) < head);
  if (behind) return `${behind.runner} (${behind.state}) stands at ${behind.position ?? 'the beginning'} of ${head}`;
  const due = runtime.app
    .get(ProcessOperations, { strict: false })
    .timers()
    .find(({ overdueSeconds }) => overdueSeconds > 0);
  if (due) return `timer ${due.name} of ${due.process} ${due.key} is due`;
  const topic = definition.listens
    .map((service) => topicOf(service))
    .find((name) => waiting(broker, definition.service, name) > 0);
  return topic === undefined ? null : `records of ${topic} wait`;
};

const waiting = (broker: InMemoryBroker, service: ServiceName, topic: string): number => {
  const partitions = Array.from({ length: broker.partitions }, (_, partition) => partition);
  return partitions
    .map((partition) => broker.read(topic, partition).length - broker.committed(`guildhall.${service}`, topic, partition))
    .reduce((sum, count) => sum + count, 0);
};
