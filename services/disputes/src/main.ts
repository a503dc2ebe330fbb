import 'reflect-metadata';
import { bootstrap } from '@guildhall/service-kit';
import { config } from './config.js';
import { DisputesModule } from './disputes.module.js';
import { definition } from './disputes.service.js';

await bootstrap({ definition, module: DisputesModule, config });
