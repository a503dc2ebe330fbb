import { COMMAND_ROUTES, type CommandRoutes } from '@guildhall/event-sourcing';
import { GuildhallModule } from '@guildhall/service-kit';
import { Module, type Provider, type Type } from '@nestjs/common';
import { sandboxControllers } from './accounts.part.js';
import { definition, parts } from './identity.service.js';
import type { RoutesOfPart } from './identity.part.js';

const routesOfParts = parts.flatMap(({ routes }) => (routes ? [routes] : []));

const commandRoutes: Provider = {
  provide: COMMAND_ROUTES,
  useFactory: (...given: readonly RoutesOfPart[]): CommandRoutes =>
    Object.assign({}, ...given.map(({ routes }) => routes)) as CommandRoutes,
  inject: [...routesOfParts],
};

/** The module of identity; the routes of the sandbox clock are there in sandbox mode only. */
export const identityModule = (mode: 'sandbox' | 'real-time'): Type<object> => {
  @Module({
    imports: [GuildhallModule.forService(definition)],
    controllers: [...parts.flatMap(({ controllers }) => controllers), ...(mode === 'sandbox' ? sandboxControllers : [])],
    providers: [...parts.flatMap(({ providers }) => providers), ...routesOfParts, commandRoutes],
  })
  class IdentityModule {}
  return IdentityModule;
};
