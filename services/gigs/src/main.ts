import { bootstrap } from '@guildhall/service-kit';
import { ownConfig } from './config.js';
import { GigsModule } from './gigs.module.js';
import { gigsService } from './gigs.service.js';

await bootstrap({ definition: gigsService, module: GigsModule, config: ownConfig });
