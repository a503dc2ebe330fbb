import { coreCases } from './core-cases.js';
import { dbClient } from './db-client.js';

coreCases('@eventstore/db-client', dbClient);
