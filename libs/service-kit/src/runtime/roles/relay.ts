import { topicOf } from '@guildhall/event-catalogue';
import { Fenced, type RunnerLag } from '@guildhall/event-sourcing';
import { Relay, RelayAuditor } from '@guildhall/messaging';
import { canaryStreamOf } from '../../canary/canary-stream.js';
import { registerRelayMetrics } from '../../telemetry/relay-metrics.js';
import { auditSourcesOf } from '../audit-sources.js';
import type { ServiceCore } from '../service-core.js';
import { LeasedRunner, type Work } from './leased-runner.js';
import type { Runner } from './runner.js';

/**
 * Role relay: the only producer of the service's topic, and the auditor of what lies there. Its checkpoint fences it before every batch;
 * the lease says so sooner.
 */
export const createRelay = (core: ServiceCore): Runner => {
  const { definition, sealedStore, parts, logger, meter, metrics, logView } = core;
  let relay: Relay | null = null;
  registerRelayMetrics(metrics, topicOf(definition.service), () => relay?.progress() ?? null, logView);
  const begin = (term: bigint): Work => {
    const { service, facts: mappings } = definition;
    const own = new Relay({
      ...{ service, store: sealedStore, publisher: parts.publisher, mappings, term, meter, log: logger },
      canary: canaryStreamOf(service),
    });
    const told = (): bigint | null => (own.progress().state === 'live' ? own.progress().position : null);
    const auditor = new RelayAuditor({ ...auditSourcesOf(core), told, meter, log: logger });
    const fenced = Promise.withResolvers<void>();
    return {
      start: async () => {
        relay = own;
        own.start();
        auditor.start();
        own.done.catch((error: unknown) => error instanceof Fenced && fenced.resolve());
      },
      fenced: fenced.promise,
      stop: async () => {
        await Promise.all([own.stop(), auditor.stop()]);
        relay = null;
      },
    };
  };
  let advanced = { position: null as bigint | null, at: parts.wall.nowMs() };
  const lag = (): readonly RunnerLag[] => {
    const now = parts.wall.nowMs();
    const { state, position, lagSeconds } = relay?.progress() ?? { state: 'connecting', position: null, lagSeconds: 0 };
    if (position !== advanced.position) advanced = { position, at: now };
    return [{ runner: 'relay', state, position, lagSeconds, heartbeatAt: now, advancedAt: advanced.at, parked: 0 }];
  };
  const prepare = (signal: AbortSignal): Promise<void> => parts.ensureTopics(signal);
  return new LeasedRunner(core, { name: 'relay', lease: 'relay', prepare, begin, lag, lines: ['relay'] });
};
