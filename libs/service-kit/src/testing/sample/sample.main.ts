import { bootstrap } from '../../runtime/bootstrap.js';
import { sampleConfig, sampleName, sampleVersion } from './sample.config.js';
import { sampleService } from './sample.module.js';

await bootstrap({ ...sampleService(sampleName(), sampleVersion()), config: sampleConfig });
