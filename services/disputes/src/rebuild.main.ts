import { rebuildCommand } from '@guildhall/service-kit';
import { config } from './config.js';
import { definition } from './disputes.service.js';

process.exitCode = await rebuildCommand({ definition, config, args: process.argv.slice(2) });
