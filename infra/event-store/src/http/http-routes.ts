import type { Access } from '../access/access.js';
import type { Log } from '../log/log.js';
import type { Settings } from '../options/settings.js';
import type { SystemProjections } from '../projections/system-projections.js';
import type { PersistentSubscriptions } from '../psub/persistent-subscriptions.js';
import type { NodeIdentity } from '../rpc/node-identity.js';
import type { ProjectionFacts, StatsFacts } from '../stats/facts.js';
import type { Load } from '../stats/load.js';
import type { Meter } from '../stats/meter.js';
import { atomRoutes } from './atom/atom-routes.js';
import { HttpGate } from './http-gate.js';
import { nodeRoutes } from './node-routes.js';
import { pageRoutes } from './pages/page-routes.js';
import type { Route } from './routes.js';
import { statsRoutes } from './stats-routes.js';
import { subscriptionRoutes } from './subscription-routes.js';

export type HttpServed = Readonly<{
  settings: Settings;
  log: Log;
  access: Access;
  node: NodeIdentity;
  meter: Meter;
  load: Load;
  subscriptions: PersistentSubscriptions;
  projections: SystemProjections | undefined;
  /** Open connections. */
  connections: () => number;
}>;

/** All endpoints over HTTP that the settings ask for. */
export function routesOf(served: HttpServed): readonly Route[] {
  const { settings, log, access, node, subscriptions, projections, meter } = served;
  const { security, anonymous, http, maxAppendSize } = settings;
  const gate = new HttpGate(access, security.kind === 'open' || anonymous.endpoints === 'allowed' ? 'open' : 'users-only');
  const features = { projections: projections !== undefined, atomPub: http.atomPub === 'on' };
  return [
    ...nodeRoutes({ log, node, features, authentication: security.kind === 'open' ? 'insecure' : 'internal' }),
    ...statsRoutes(statsFacts(served), gate),
    ...subscriptionRoutes(subscriptions, gate),
    ...(http.atomPub === 'on' ? atomRoutes({ log, gate, meter, maxAppendSize }) : []),
    ...(http.pages === 'on' ? pageRoutes({ log, gate, subscriptions }) : []),
  ];
}

function statsFacts({ settings, log, meter, load, connections, subscriptions, projections }: HttpServed): StatsFacts {
  return {
    log,
    data: settings.data,
    meter,
    load,
    connections,
    groups: () =>
      subscriptions.infos().map(({ definition, connections: consumers, inFlight, parked, totalItems }) => ({
        stream: definition.stream,
        group: definition.group,
        connections: consumers.length,
        inFlight,
        parked,
        processed: totalItems,
      })),
    projections: () => projections?.all.map(projectionFacts) ?? [],
  };
}

function projectionFacts({ statistics }: SystemProjections['all'][number]): ProjectionFacts {
  const { name, status, progress, eventsProcessedAfterRestart } = statistics;
  return {
    name,
    status,
    running: status === 'Running',
    progress: Math.max(0, progress) / 100,
    processed: eventsProcessedAfterRestart,
  };
}
