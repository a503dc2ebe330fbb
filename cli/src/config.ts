/** What the command line takes from the environment; nothing else reads it. Passwords never stand in arguments: `ps` shows those. */
export type CliConfig = Readonly<{
  /**
   * Address of the platform: the edge or Ingress; within a cluster `http://guildhall-{service}`, each service by its own name. `--url` wins over it.
   *
   * @optional
   */
  url: string | undefined;
  /**
   * Who signs in: an operator.
   *
   * @optional
   */
  email: string | undefined;
  /**
   * The operator's password.
   *
   * @optional
   * @secret
   */
  password: string | undefined;
  /**
   * A JSON file with `email` and `password`, instead of the two above; `--credentials` wins over it.
   *
   * @optional
   */
  credentialsFile: string | undefined;
  /**
   * Connection string of an administrator of the event store, for `event-store begin-epoch` alone; it holds a password, so it is no argument.
   *
   * @optional
   * @secret
   */
  eventStoreUrl: string | undefined;
}>;

/** Names of the variables, for help and messages. */
export const VARIABLES = {
  url: 'GUILDHALL_URL',
  email: 'GUILDHALL_OPERATOR_EMAIL',
  password: 'GUILDHALL_OPERATOR_PASSWORD',
  credentialsFile: 'GUILDHALL_CREDENTIALS_FILE',
  eventStoreUrl: 'GUILDHALL_EVENT_STORE_URL',
} as const;

/** An empty variable counts as none. */
export const readConfig = (environment: Readonly<Record<string, string | undefined>> = process.env): CliConfig => {
  const given = (name: string): string | undefined => environment[name] || undefined;
  return {
    url: given(VARIABLES.url),
    email: given(VARIABLES.email),
    password: given(VARIABLES.password),
    credentialsFile: given(VARIABLES.credentialsFile),
    eventStoreUrl: given(VARIABLES.eventStoreUrl),
  };
};
