import { bootstrap } from '@guildhall/service-kit';
import { clockMode, ownConfig } from './config.js';
import { identityModule } from './identity.module.js';
import { definition } from './identity.service.js';

await bootstrap({ definition, module: identityModule(clockMode()), config: ownConfig });
