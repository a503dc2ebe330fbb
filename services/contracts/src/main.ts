import 'reflect-metadata';
import { bootstrap } from '@guildhall/service-kit';
import { config } from './config.js';
import { ContractsModule } from './contracts.module.js';
import { definition } from './contracts.service.js';

await bootstrap({ definition, module: ContractsModule, config });
