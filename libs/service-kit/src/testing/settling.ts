import { setTimeout as pause } from 'node:timers/promises';
import { ProcessOperations } from '@guildhall/event-sourcing';
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

/** Waits until every consumer group of the service that reads a topic has committed all its records. Throws where none reads it. */
export const untilTaken = async (runtime: ServiceRuntime, broker: InMemoryBroker, topic: string): Promise<void> => {
  const endsAt = performance.now() + DEADLINE_MS;
  if (!runtime.roles.consumers().some(({ topics }) => topics.includes(topic)))
    throw new Error(`No process of the service reads ${topic}`);
  while (waiting(runtime, broker).includes(topic)) {
    if (performance.now() > endsAt) throw new Error(`Not all records of ${topic} were taken within ${DEADLINE_MS} ms`);
    await pause(LOOK_EVERY_MS);
  }
};

const headOf = ({ core }: ServiceRuntime): Promise<bigint | null> => core.parts.log.head([`${core.definition.service}.`]);

const busyWith = (runtime: ServiceRuntime, broker: InMemoryBroker, head: bigint | null): string | null => {
  const behind = runtime.roles
    .lag()
    .find(({ runner, position }) => !runner.startsWith('facts:') && head !== null && (position ?? -1n) < head);
  if (behind) return `${behind.runner} (${behind.state}) stands at ${behind.position ?? 'the beginning'} of ${head}`;
  const due = runtime.app
    .get(ProcessOperations, { strict: false })
    .timers()
    .find(({ overdueSeconds }) => overdueSeconds > 0);
  if (due) return `timer ${due.name} of ${due.process} ${due.key} is due`;
  const [topic] = waiting(runtime, broker);
  return topic === undefined ? null : `records of ${topic} wait`;
};

/** Topics that hold records which a group has not committed yet. */
const waiting = (runtime: ServiceRuntime, broker: InMemoryBroker): readonly string[] =>
  runtime.roles.consumers().flatMap(({ group, topics }) => topics.filter((topic) => isBehind(broker, group, topic)));

const isBehind = (broker: InMemoryBroker, group: string, topic: string): boolean =>
  Array.from({ length: broker.partitions }, (_, partition) => partition).some(
    (partition) => broker.read(topic, partition).length > broker.committed(group, topic, partition),
  );
