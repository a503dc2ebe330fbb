import { rebuildCommand } from '@guildhall/service-kit';
import { ownConfig } from './config.js';
import { definition } from './payments.service.js';

process.exitCode = await rebuildCommand({ definition, config: ownConfig, args: process.argv.slice(2) });
