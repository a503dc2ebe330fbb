import { readConfig, type Environment, type ServiceConfig } from '@guildhall/service-kit';

/** Where the payment provider answers, and its two secrets. */
type Provider = Readonly<{
  /**
   * Address of the payment provider.
   *
   * @roles api, processor
   */
  url: string;
  /**
   * Key that the provider knows payments by.
   *
   * @secret
   * @roles api, processor
   */
  key: string;
  /**
   * Signs what the provider sends to the webhook.
   *
   * @secret
   * @roles api
   */
  webhookSecret: string;
  /**
   * Time limit of one call.
   *
   * @roles api, processor
   */
  timeoutMs: number;
}>;

/** What payments needs beside the common configuration. */
export type PaymentsConfig = ServiceConfig & Readonly<{ provider: Provider }>;

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
