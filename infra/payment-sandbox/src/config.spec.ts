import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from './config.js';

const complete = {
  PAYMENT_PROVIDER_KEY: 'provider-key-of-the-specs',
  PAYMENT_WEBHOOK_SECRET: 'webhook-secret-of-the-specs',
  PAYMENT_WEBHOOK_URL: 'http://127.0.0.1:8084/payments/webhooks/provider',
};

describe('The environment of the sandbox', () => {
  it('has defaults for address, log level and commit only', () => {
    expect(readEnvironment(complete)).toEqual({
      host: '127.0.0.1',
      providerKey: complete.PAYMENT_PROVIDER_KEY,
      webhookSecret: complete.PAYMENT_WEBHOOK_SECRET,
      webhookUrl: complete.PAYMENT_WEBHOOK_URL,
      logLevel: 'info',
      commit: 'unknown',
    });
  });

  it('names everything that is wrong in one sentence', () => {
    const wrong = { ...complete, PAYMENT_PROVIDER_KEY: 'short', PAYMENT_WEBHOOK_URL: 'localhost', LOG_LEVEL: 'loud' };
    expect(() => readEnvironment(wrong)).toThrow(/PAYMENT_WEBHOOK_URL.*LOG_LEVEL.*PAYMENT_PROVIDER_KEY/);
  });

  it('refuses production', () => {
    expect(() => readEnvironment({ ...complete, NODE_ENV: 'production' })).toThrow('moves no real money');
  });
});
