import { coreCases } from './core-cases.js';
import { kurrentDbClient } from './kurrentdb-client.js';

coreCases('@kurrent/kurrentdb-client', kurrentDbClient);
