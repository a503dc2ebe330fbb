import { readConfig, type Environment, type ServiceConfig } from '@guildhall/service-kit';

/** What payments needs beside the common configuration. `provider`: where the payment provider answers, and its two secrets. */
export type PaymentsConfig = ServiceConfig &
  Readonly<{ provider: Readonly<{ url: string; key: string; webhookSecret: string; timeoutMs: number }> }>;

/** Reads and validates the configuration of payments; throws `ConfigError`. */
export const paymentsConfig = (env: Environment): PaymentsConfig =>
  readConfig(env, 'payments', (read) => ({
    provider: {
      url: read.url('PAYMENT_PROVIDER_URL', ['http:', 'https:']),
      key: read.text('PAYMENT_PROVIDER_KEY'),
      webhookSecret: read.text('PAYMENT_WEBHOOK_SECRET'),
      timeoutMs: read.integer('PAYMENT_PROVIDER_TIMEOUT_MS', { min: 100, max: 60_000, fallback: 5_000 }),
    },
  }));

/** The configuration of this process. */
export const ownConfig = (): PaymentsConfig => paymentsConfig(process.env);
