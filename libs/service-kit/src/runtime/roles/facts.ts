import type { Parking, RunnerLag } from '@guildhall/event-sourcing';
import { FACTS, FactsServer } from '@guildhall/messaging';
import type { ServiceCore } from '../service-core.js';

/** The consumers of a processor: `guildhall.<service>`, and a further one for each group that the service names. */
export const createFactsServers = (
  { definition, parts, meter, logger }: ServiceCore,
  parking: Parking,
): readonly FactsServer[] => {
  const { service, groups = [] } = definition;
  const main = { group: `guildhall.${service}`, transport: FACTS };
  return [main, ...groups].map(
    ({ group, transport }) =>
      new FactsServer({ service, group, transport, source: parts.createConsumer(), parking, meter, log: logger }),
  );
};

/** How a consumer stands, in the form of the other runners; it has no position in the service's own log. */
export const lagOfFacts = (server: FactsServer, nowMs: number): RunnerLag => {
  const { state, group, lagSeconds } = server.progress();
  return { runner: `facts:${group}`, state, position: null, lagSeconds, heartbeatAt: nowMs, advancedAt: nowMs, parked: 0 };
};
