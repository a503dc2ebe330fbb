import { readConfig, type ConfigReader, type Environment, type SecretTexts, type ServiceConfig } from '@guildhall/service-kit';

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
   * The other secret that is accepted while it is rotated: before the change the coming one, after it the former one.
   *
   * @secret
   * @roles api
   */
  formerWebhookSecret?: string | null;
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
export const paymentsConfig = (env: Environment, texts?: SecretTexts): PaymentsConfig => {
  const extra = (read: ConfigReader): Readonly<{ provider: Provider }> => ({
    provider: {
      url: read.url('PAYMENT_PROVIDER_URL', ['http:', 'https:']),
      key: read.text('PAYMENT_PROVIDER_KEY'),
      webhookSecret: read.text('PAYMENT_WEBHOOK_SECRET'),
      formerWebhookSecret: read.optional('PAYMENT_WEBHOOK_SECRET_FORMER'),
      timeoutMs: read.integer('PAYMENT_PROVIDER_TIMEOUT_MS', { min: 100, max: 60_000, fallback: 5_000 }),
    },
  });
  return readConfig(env, 'payments', extra, texts);
};

/** The configuration of this process. */
export const ownConfig = (texts?: SecretTexts): PaymentsConfig => paymentsConfig(process.env, texts);
