import { rebuildCommand } from '@guildhall/service-kit';
import { identityConfig } from './config.js';
import { definition } from './identity.service.js';

process.exitCode = await rebuildCommand({ definition, config: () => identityConfig(), args: process.argv.slice(2) });
