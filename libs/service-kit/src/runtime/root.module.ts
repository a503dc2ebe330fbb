import { Erasures, EVENT_STORE, READ_MODEL_STORE, SUBJECT_KEYS } from '@guildhall/event-sourcing';
import { CLOCK } from '@guildhall/kernel';
import { RelayAudit } from '@guildhall/messaging';
import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { TokenVerifier } from '../auth/token-verifier.js';
import { BusinessClock } from '../clock/business-clock.js';
import { WALL_CLOCK } from '../clock/wall-clock.js';
import { SERVICE_CONFIG } from '../config/service-config.js';
import { DeclaredErrors } from '../http/declared-errors.js';
import { RouteTable } from '../http/route-table.js';
import { RELAY_AUDIT } from '../operations/audits.controller.js';
import { TOPIC_STANDINGS } from '../operations/topic-questions.js';
import { LOGGER } from '../telemetry/logger.js';
import { auditSourcesOf } from './audit-sources.js';
import type { ServiceCore } from './service-core.js';
import { METRICS } from './tokens.js';

@Module({})
class WorldModule {}

@Module({})
class RootModule {}

/** The service's module with the world around it: store, keys, clocks, configuration and runners for injection everywhere. */
export const rootModule = (service: Type<object>, core: ServiceCore, runners: readonly Provider[]): DynamicModule => {
  const providers: Provider[] = [
    { provide: SERVICE_CONFIG, useValue: core.config },
    { provide: EVENT_STORE, useValue: core.store },
    { provide: SUBJECT_KEYS, useValue: core.parts.keys },
    { provide: READ_MODEL_STORE, useValue: core.parts.readModels },
    { provide: CLOCK, useValue: core.clock },
    { provide: BusinessClock, useValue: core.clock },
    { provide: WALL_CLOCK, useValue: core.parts.wall },
    { provide: LOGGER, useValue: core.logger },
    { provide: METRICS, useValue: core.metrics },
    { provide: TokenVerifier, useValue: core.tokens },
    { provide: RouteTable, useValue: core.routes },
    { provide: TOPIC_STANDINGS, useValue: core.parts.askTopics },
    { provide: RELAY_AUDIT, useValue: new RelayAudit(auditSourcesOf(core)) },
    { provide: Erasures, useValue: core.erasures },
    { provide: DeclaredErrors, useValue: core.declared },
    ...runners,
  ];
  const exported = providers.map((provider) => (typeof provider === 'function' ? provider : provider.provide));
  const world: DynamicModule = { module: WorldModule, global: true, providers, exports: exported };
  return { module: RootModule, imports: [world, service] };
};
