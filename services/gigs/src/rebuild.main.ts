import { rebuildCommand } from '@guildhall/service-kit';
import { ownConfig } from './config.js';
import { gigsService } from './gigs.service.js';

process.exitCode = await rebuildCommand({ definition: gigsService, config: ownConfig, args: process.argv.slice(2) });
