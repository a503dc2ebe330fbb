import 'reflect-metadata';
import { bootstrap } from '@guildhall/service-kit';
import { config } from './config.js';
import { ReputationModule } from './reputation.module.js';
import { definition } from './reputation.service.js';

await bootstrap({ definition, module: ReputationModule, config });
