import { codedStore, Erasures, type EventStore } from '@guildhall/event-sourcing';
import type { StorageContract } from '@guildhall/kernel';
import type { Meter } from '@guildhall/messaging';
import { DenyList } from '../auth/deny-list.js';
import { KeyRing } from '../auth/key-ring.js';
import { TokenVerifier } from '../auth/token-verifier.js';
import { BusinessClock } from '../clock/business-clock.js';
import type { ServiceConfig } from '../config/service-config.js';
import type { ServiceDefinition } from '../definition/service-definition.js';
import { Readiness } from '../health/readiness.js';
import { DeclaredErrors } from '../http/declared-errors.js';
import { claimingStore } from '../http/request-claims.js';
import { RouteTable } from '../http/route-table.js';
import { heardStorages } from '../identity-facts/heard.events.js';
import type { Logger } from '../telemetry/logger.js';
import { LogView } from '../telemetry/log-view.js';
import { meteredStore } from '../telemetry/metered-store.js';
import { METRIC } from '../telemetry/metrics-registry.js';
import { counterOf, type MetricsRegistry } from '../telemetry/metrics.js';
import type { ServiceParts } from './service-parts.js';

/** What every part of one running service shares; made before the Nest app. */
export type ServiceCore = Readonly<{
  definition: ServiceDefinition;
  config: ServiceConfig;
  parts: ServiceParts;
  logger: Logger;
  metrics: MetricsRegistry;
  /** Series of messaging, bound to `metrics`. */
  meter: Meter;
  /** The log with personal fields in clear and events in their present version. */
  store: EventStore;
  /** The log as scrapes look at it. */
  logView: LogView;
  /** The log with envelopes closed, for the relay. */
  sealedStore: EventStore;
  /** What read models are to be rebuilt without. */
  erasures: Erasures;
  clock: BusinessClock;
  keys: KeyRing;
  denied: DenyList;
  tokens: TokenVerifier;
  readiness: Readiness;
  routes: RouteTable;
  declared: DeclaredErrors;
}>;

export const createCore = (
  given: Pick<ServiceCore, 'definition' | 'config' | 'parts' | 'logger' | 'metrics' | 'meter'>,
): ServiceCore => {
  const { definition, config, parts, metrics } = given;
  const log = claimingStore(meteredStore(parts.log, metrics));
  const storages = storagesOf(definition);
  const upcasts = counterOf(metrics, METRIC.upcasts);
  const onUpcast = (type: string, from: number): void => upcasts.inc({ type, from: String(from) });
  const clock = new BusinessClock(parts.wall);
  const keys = new KeyRing(config.firstSigningKey);
  const denied = new DenyList();
  const wallMs = () => parts.wall.nowMs();
  const store = codedStore(log, { storages, keys: parts.keys, onUpcast });
  const { service, projections } = definition;
  return {
    ...given,
    store,
    erasures: new Erasures({ store, service, projections, storages }),
    logView: new LogView(parts.log, definition.service, wallMs),
    sealedStore: codedStore(log, { storages, keys: parts.keys, decrypt: 'no', onUpcast }),
    clock,
    keys,
    denied,
    tokens: new TokenVerifier({ service: definition.service, issuer: config.tokenIssuer, keys, denied, wallMs }),
    readiness: new Readiness(),
    routes: new RouteTable(),
    declared: new DeclaredErrors(),
  };
};

/** Storage contracts of all aggregates: identity owns sessions, signing keys and clock; the others keep what they heard of them. */
export const storagesOf = ({ service, storages }: ServiceDefinition): readonly StorageContract[] =>
  service === 'identity' ? storages : [...storages, ...Object.values(heardStorages(service))];
