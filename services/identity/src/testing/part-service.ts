import { COMMAND_ROUTES, type CommandRoutes } from '@guildhall/event-sourcing';
import { createTestService, defineService, GuildhallModule, type TestOverrides, type TestService } from '@guildhall/service-kit';
import { Module, type Type } from '@nestjs/common';
import { MailedCodes } from '../application/credentials/mailed-codes.js';
import { IdentityAggregates } from '../application/identity-aggregates.js';
import { accountStorage } from '../domain/account/account.events.js';
import { identityErrors } from '../domain/identity.errors.js';
import answers from '../generated/answers.json' with { type: 'json' };
import { organisationStorage } from '../domain/organisation/organisation.events.js';
import type { IdentityPart, RoutesOfPart } from '../identity.part.js';

/** Parts of identity alone, in memory, beside the write models of accounts and organisations: for specs of a part. */
export const servicesOfParts = (parts: readonly IdentityPart[], overrides: TestOverrides = {}): Promise<TestService> => {
  const all = <K extends 'storages' | 'projections' | 'processes' | 'facts' | 'controllers' | 'providers' | 'listens'>(key: K) =>
    parts.flatMap((part) => part[key] as readonly IdentityPart[K][number][]);
  const definition = defineService({
    answers,
    service: 'identity',
    storages: [accountStorage, organisationStorage, ...all('storages')],
    projections: all('projections'),
    processes: all('processes'),
    facts: all('facts'),
    errors: identityErrors,
    groups: parts.flatMap(({ groups = [] }) => groups),
    listens: [...new Set(all('listens'))],
  });
  const routes = parts.flatMap((part) => (part.routes ? [part.routes as Type<RoutesOfPart>] : []));
  const merged = (...of: readonly RoutesOfPart[]): CommandRoutes =>
    Object.assign({}, ...of.map((one) => one.routes)) as CommandRoutes;
  @Module({
    imports: [GuildhallModule.forService(definition)],
    controllers: [...all('controllers')],
    providers: [
      IdentityAggregates,
      MailedCodes,
      ...all('providers'),
      ...routes,
      { provide: COMMAND_ROUTES, useFactory: merged, inject: routes },
    ],
  })
  class PartsModule {}
  return createTestService(definition, PartsModule, overrides);
};
