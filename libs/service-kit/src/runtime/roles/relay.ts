import { topicOf } from '@guildhall/event-catalogue';
import { Relay } from '@guildhall/messaging';
import { LogView } from '../../telemetry/log-view.js';
import { registerRelayMetrics } from '../../telemetry/relay-metrics.js';
import type { ServiceCore } from '../service-core.js';
import { takeLease, type Held } from './held.js';
import type { Runner } from './runner.js';

/** Role relay: the only producer of the service's topic. Its checkpoint fences it before every batch; the lease says so sooner. */
export const createRelay = (core: ServiceCore): Runner => {
  const { definition, sealedStore, parts, logger, meter, metrics } = core;
  let held: Held | null = null;
  let relay: Relay | null = null;
  const log = new LogView(parts.log, definition.service, () => parts.wall.nowMs());
  registerRelayMetrics(metrics, topicOf(definition.service), () => relay?.progress() ?? null, log);
  let advanced = { position: null as bigint | null, at: parts.wall.nowMs() };
  return {
    name: 'relay',
    async start(signal) {
      await parts.ensureTopics(signal);
      held = await takeLease(core, 'relay', signal, async () => relay?.stop());
      relay = new Relay({
        service: definition.service,
        store: sealedStore,
        publisher: parts.publisher,
        mappings: definition.facts,
        term: held.lease.term,
        meter,
        log: logger,
      });
      relay.start();
    },
    async stop() {
      await relay?.stop();
      await held?.release();
    },
    lag() {
      const now = parts.wall.nowMs();
      const progress = relay?.progress() ?? { state: 'connecting', position: null, lagSeconds: 0 };
      if (progress.position !== advanced.position) advanced = { position: progress.position, at: now };
      const { state, position, lagSeconds } = progress;
      return [{ runner: 'relay', state, position, lagSeconds, heartbeatAt: now, advancedAt: advanced.at, parked: 0 }];
    },
  };
};
