import { bootstrap } from '@guildhall/service-kit';
import { ownConfig } from './config.js';
import { PaymentsModule } from './payments.module.js';
import { definition } from './payments.service.js';

await bootstrap({ definition, module: PaymentsModule, config: ownConfig });
