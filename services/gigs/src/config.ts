import { readConfig, type Environment, type ServiceConfig } from '@guildhall/service-kit';

/** What gigs needs beside the common configuration. `cursorKey`: 32 bytes that sign the cursors of search. */
export type GigsConfig = ServiceConfig & Readonly<{ cursorKey: Buffer }>;

/** Reads and validates the configuration of gigs; throws `ConfigError`. */
export const gigsConfig = (env: Environment): GigsConfig =>
  readConfig(env, 'gigs', (read) => ({ cursorKey: read.secret('CURSOR_KEY') }));

/** The configuration of this process. */
export const ownConfig = (): GigsConfig => gigsConfig(process.env);
