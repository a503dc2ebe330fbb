import { readConfig, type Environment, type SecretTexts, type ServiceConfig } from '@guildhall/service-kit';

/** What gigs needs beside the common configuration. */
export type GigsConfig = ServiceConfig &
  Readonly<{
    /**
     * Signs the cursors of search, 32 bytes.
     *
     * @roles api
     */
    cursorKey: Buffer;
  }>;

/** Reads and validates the configuration of gigs; throws `ConfigError`. */
export const gigsConfig = (env: Environment, texts?: SecretTexts): GigsConfig =>
  readConfig(env, 'gigs', (read) => ({ cursorKey: read.secret('CURSOR_KEY') }), texts);

/** The configuration of this process. */
export const ownConfig = (texts?: SecretTexts): GigsConfig => gigsConfig(process.env, texts);
