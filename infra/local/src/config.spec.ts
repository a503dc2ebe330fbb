import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';

describe('the environment of the local platform', () => {
  it('has the sandbox on where nothing is said', () => {
    expect(readConfig({})).toMatchObject({ sandboxMode: 'on', nodeEnv: 'development', logLevel: 'info' });
  });

  it('passes on what a program needs to run and nothing else', () => {
    expect(readConfig({ PATH: '/bin', SOME_TOKEN: 'secret' }).childEnvironment).toEqual({ PATH: '/bin' });
  });

  it('names the external stores that are missing', () => {
    expect(() => readConfig({ KAFKA_BROKERS: 'a:1' }).externalStores()).toThrow('set EVENTSTORE_URL, MONGODB_URL');
  });

  it('takes several brokers', () => {
    const config = readConfig({ EVENTSTORE_URL: 'esdb://e', KAFKA_BROKERS: 'a:1, b:2', MONGODB_URL: 'mongodb://m' });
    expect(config.externalStores().kafkaBrokers).toEqual(['a:1', 'b:2']);
  });

  it('refuses production and a sandbox mode that is neither true nor false', () => {
    expect(() => readConfig({ NODE_ENV: 'production' })).toThrow('for development');
    expect(() => readConfig({ SANDBOX_MODE: 'yes' })).toThrow('has to be true or false');
  });
});
