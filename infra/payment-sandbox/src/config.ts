export type SandboxEnvironment = {
  /** Address to listen on. */
  readonly host: string;
  /**
   * Key that payments gives, 16 characters or more.
   *
   * @secret
   */
  readonly providerKey: string;
  /**
   * Signs what is sent to the webhook, 16 characters or more.
   *
   * @secret
   */
  readonly webhookSecret: string;
  /**
   * Where payments hears of charges and payouts.
   *
   * @takes URL: `http://`, `https://`
   */
  readonly webhookUrl: string;
  /**
   * Least severe line that is written.
   *
   * @takes `fatal`, `error`, `warn`, `info`, `debug`, `trace`, `silent`
   */
  readonly logLevel: string;
  /** Commit that the program was built from, told by `/info`. */
  readonly commit: string;
};

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
const SECRET_LENGTH_MIN = 16;

/** Reads and checks the environment; throws one sentence that names every variable that is missing or wrong. */
export function readEnvironment(environment: NodeJS.ProcessEnv = process.env): SandboxEnvironment {
  const wrong: string[] = [];
  const secret = (name: string): string => {
    const value = environment[name] ?? '';
    if (value.length < SECRET_LENGTH_MIN) wrong.push(`${name} must have at least ${SECRET_LENGTH_MIN} characters`);
    return value;
  };
  const webhookUrl = environment.PAYMENT_WEBHOOK_URL ?? '';
  if (!/^https?:\/\//.test(webhookUrl) || !URL.canParse(webhookUrl)) wrong.push('PAYMENT_WEBHOOK_URL must be an http(s) URL');
  const logLevel = environment.LOG_LEVEL ?? 'info';
  if (!LOG_LEVELS.includes(logLevel)) wrong.push(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}`);
  if (environment.NODE_ENV === 'production') wrong.push('NODE_ENV=production: this provider moves no real money');
  const providerKey = secret('PAYMENT_PROVIDER_KEY');
  const webhookSecret = secret('PAYMENT_WEBHOOK_SECRET');
  if (wrong.length > 0) throw new Error(`The payment sandbox cannot start: ${wrong.join('; ')}`);
  const { HOST: host = '127.0.0.1', COMMIT: commit = 'unknown' } = environment;
  return { host, providerKey, webhookSecret, webhookUrl, logLevel, commit };
}
