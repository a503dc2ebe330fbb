import { EVENT_STORE, READ_MODEL_STORE, ReadModelDesk, type EventStore, type ReadModelStore } from '@guildhall/event-sourcing';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { SERVICE_DEFINITION, type ServiceDefinition } from '../definition/service-definition.js';
import { CommandOutcomeController } from '../commands/command-outcome.controller.js';
import { AnswerInterceptor } from '../http/answer.interceptor.js';
import { freshReadModel } from '../http/freshness.js';
import { HandlerDeadline } from '../http/handler-deadline.interceptor.js';
import { ProblemFilter } from '../http/problem.filter.js';
import { RateLimits } from '../http/rate-limits.js';
import { RequestGuard } from '../http/request-guard.js';
import { createValidationPipe } from '../http/validation.js';
import { identityListeners } from '../identity-facts/heard.listeners.js';
import { AuditsController } from '../operations/audits.controller.js';
import { OperationsController } from '../operations/operations.controller.js';
import { ProjectionsController } from '../operations/projections.controller.js';
import { ErasureReceipts } from '../operations/erasure-receipts.js';
import { subjectControllers } from '../operations/subjects.controller.js';
import { StandingController } from '../operations/standing.controller.js';
import { readModelToken } from './tokens.js';

/**
 * Everything of service-kit that a service's module imports: `imports: [GuildhallModule.forService(definition)]`. The outside world
 * (store, documents, broker, clock) comes from the root that `bootstrap` or `createTestService` puts around the module.
 */
@Module({})
export class GuildhallModule {
  static forService(definition: ServiceDefinition): DynamicModule {
    const readModels: readonly Provider[] = definition.projections.map((projection) => ({
      provide: readModelToken(projection),
      useFactory: (store: ReadModelStore) => freshReadModel(store.readModel(projection.name)),
      inject: [READ_MODEL_STORE],
    }));
    const { service, projections } = definition;
    const desk: Provider = {
      provide: ReadModelDesk,
      useFactory: (store: EventStore, documents: ReadModelStore) =>
        new ReadModelDesk({ store, readModels: documents, service, projections }),
      inject: [EVENT_STORE, READ_MODEL_STORE],
    };
    return {
      module: GuildhallModule,
      global: true,
      imports: [DiscoveryModule],
      controllers: [
        OperationsController,
        ProjectionsController,
        StandingController,
        AuditsController,
        CommandOutcomeController,
        ...subjectControllers(definition.service),
        ...identityListeners(definition.service),
      ],
      providers: [
        { provide: SERVICE_DEFINITION, useValue: definition },
        RateLimits,
        ErasureReceipts,
        ProblemFilter,
        { provide: APP_GUARD, useClass: RequestGuard },
        { provide: APP_FILTER, useExisting: ProblemFilter },
        { provide: APP_INTERCEPTOR, useClass: HandlerDeadline },
        { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
        { provide: APP_PIPE, useFactory: createValidationPipe },
        ...readModels,
        desk,
      ],
      exports: [
        SERVICE_DEFINITION,
        RateLimits,
        ErasureReceipts,
        ProblemFilter,
        ...readModels.map((provider) => (provider as { provide: symbol }).provide),
      ],
    };
  }
}
