import { choice, duration, number, port, text, toggle, type Reader } from './readers.js';

/** One option. Its long flag and its name in a file follow from the variable: EVENTSTORE_NODE_PORT, --node-port, NodePort. */
export type Option<T> = Readonly<{
  variable: `EVENTSTORE_${string}`;
  /** The short flag, without its dashes. */
  flag?: string;
  /** Names that older versions of the original use. */
  older?: readonly `EVENTSTORE_${string}`[];
  reader: Reader<T>;
  /** Undefined where nothing is the default. */
  fallback: T | undefined;
  /** A secret is never taken from the command line, where every user of the machine can read it. */
  secret?: true;
  /** One sentence for help and README. */
  description: string;
}>;

const option = <T>(row: Option<T> & { fallback: T }): Option<T> & { fallback: T } => row;
const optional = <T>(row: Omit<Option<T>, 'fallback'>): Option<T> & { fallback: undefined } => ({ ...row, fallback: undefined });

const MINUTE_MS = 60_000;

/** Every option of the server, by its name in the JavaScript API: help, parsing, checks and the README's table come from here. */
export const OPTIONS = {
  data: optional({
    variable: 'EVENTSTORE_DB',
    flag: 'data',
    reader: text('FOLDER'),
    description: 'Folder of the log, made if missing; `:memory:` keeps nothing.',
  }),
  memory: option({
    variable: 'EVENTSTORE_MEM_DB',
    flag: 'memory',
    reader: toggle,
    fallback: false,
    description: 'Keep the log in memory only; it wins over a folder.',
  }),
  port: option({
    variable: 'EVENTSTORE_NODE_PORT',
    flag: 'port',
    older: ['EVENTSTORE_HTTP_PORT'],
    reader: port,
    fallback: 2113,
    description: 'Port of gRPC and HTTP; 0 takes a free one.',
  }),
  host: option({
    variable: 'EVENTSTORE_NODE_IP',
    flag: 'host',
    older: ['EVENTSTORE_EXT_IP'],
    reader: text('ADDRESS'),
    fallback: '127.0.0.1',
    description: 'Address to listen on.',
  }),
  config: optional({
    variable: 'EVENTSTORE_CONFIG',
    flag: 'config',
    reader: text('FILE'),
    description: 'File of options in YAML (`Name: value` lines) or JSON; flags and variables win over it.',
  }),
  insecure: optional({
    variable: 'EVENTSTORE_INSECURE',
    reader: toggle,
    description: 'No TLS and no access checks. Default: true on a loopback host where neither TLS nor users are configured.',
  }),
  dev: option({
    variable: 'EVENTSTORE_DEV',
    reader: toggle,
    fallback: false,
    description:
      'For development: self-made certificates, AtomPub, system projections, `admin` and `ops` with password `changeit`.',
  }),
  certificateFile: optional({
    variable: 'EVENTSTORE_CERTIFICATE_FILE',
    reader: text('FILE'),
    description: 'PEM certificate of this server, with its intermediates.',
  }),
  certificatePrivateKeyFile: optional({
    variable: 'EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE',
    reader: text('FILE'),
    description: 'PEM private key of the certificate.',
  }),
  trustedRootCertificatesPath: optional({
    variable: 'EVENTSTORE_TRUSTED_ROOT_CERTIFICATES_PATH',
    reader: text('FOLDER'),
    description: 'Folder of root certificates; the start fails unless one of them issued the certificate.',
  }),
  users: optional({
    variable: 'EVENTSTORE_AUTHENTICATION_CONFIG',
    flag: 'users',
    reader: text('FILE'),
    description: 'JSON file of users with groups and password hashes (see Security in the README).',
  }),
  defaultAdminPassword: optional({
    variable: 'EVENTSTORE_DEFAULT_ADMIN_PASSWORD',
    reader: text('TEXT'),
    secret: true,
    description: 'Password of the user `admin`, who may do everything.',
  }),
  defaultAdminPasswordFile: optional({
    variable: 'EVENTSTORE_DEFAULT_ADMIN_PASSWORD_FILE',
    reader: text('FILE'),
    description: 'File that holds the password of `admin`.',
  }),
  defaultOpsPassword: optional({
    variable: 'EVENTSTORE_DEFAULT_OPS_PASSWORD',
    reader: text('TEXT'),
    secret: true,
    description: 'Password of the user `ops`, who may manage the node but not read system streams.',
  }),
  defaultOpsPasswordFile: optional({
    variable: 'EVENTSTORE_DEFAULT_OPS_PASSWORD_FILE',
    reader: text('FILE'),
    description: 'File that holds the password of `ops`.',
  }),
  allowAnonymousStreamAccess: option({
    variable: 'EVENTSTORE_ALLOW_ANONYMOUS_STREAM_ACCESS',
    reader: toggle,
    fallback: false,
    description: 'Calls without credentials count among `$all` in access lists.',
  }),
  allowAnonymousEndpointAccess: option({
    variable: 'EVENTSTORE_ALLOW_ANONYMOUS_ENDPOINT_ACCESS',
    reader: toggle,
    fallback: false,
    description: 'HTTP statistics, metrics and subscriptions need no credentials.',
  }),
  advertiseHost: optional({
    variable: 'EVENTSTORE_ADVERTISE_HOST_TO_CLIENT_AS',
    reader: text('HOST'),
    description: 'Host that discovery answers; default: the one a call came in with.',
  }),
  advertisePort: optional({
    variable: 'EVENTSTORE_ADVERTISE_NODE_PORT_TO_CLIENT_AS',
    older: ['EVENTSTORE_ADVERTISE_HTTP_PORT_TO_CLIENT_AS'],
    reader: port,
    description: 'Port that discovery answers; default: the one a call came in with.',
  }),
  enableAtomPubOverHttp: option({
    variable: 'EVENTSTORE_ENABLE_ATOM_PUB_OVER_HTTP',
    reader: toggle,
    fallback: false,
    description: 'Append and read streams over HTTP in the AtomPub JSON forms.',
  }),
  disableAdminUi: option({
    variable: 'EVENTSTORE_DISABLE_ADMIN_UI',
    reader: toggle,
    fallback: false,
    description: 'Do not serve the read-only pages under `/web`.',
  }),
  maxAppendSize: option({
    variable: 'EVENTSTORE_MAX_APPEND_SIZE',
    reader: number('BYTES', 1, 16_777_216),
    fallback: 1_048_576,
    description: 'Most data bytes of one append, over all its chunks.',
  }),
  commitTimeoutMs: option({
    variable: 'EVENTSTORE_COMMIT_TIMEOUT_MS',
    reader: number('MS', 1, 10 * MINUTE_MS),
    fallback: 2_000,
    description: 'An append not committed within this is answered ABORTED, its outcome open.',
  }),
  prepareTimeoutMs: option({
    variable: 'EVENTSTORE_PREPARE_TIMEOUT_MS',
    reader: number('MS', 1, 10 * MINUTE_MS),
    fallback: 2_000,
    description: 'An append not begun within this is answered ABORTED.',
  }),
  runProjections: option({
    variable: 'EVENTSTORE_RUN_PROJECTIONS',
    reader: choice('None', 'System', 'All'),
    fallback: 'None',
    description: 'Whether system projections can run; All means System here, as no others are served.',
  }),
  startStandardProjections: option({
    variable: 'EVENTSTORE_START_STANDARD_PROJECTIONS',
    reader: toggle,
    fallback: false,
    description: 'Enable all system projections on start.',
  }),
  scavengeEvery: optional({
    variable: 'EVENTSTORE_SCAVENGE_EVERY',
    reader: duration,
    description:
      'Scavenge on this schedule, for example `24h`; in JavaScript milliseconds. Without it on demand only. Not in the original.',
  }),
  statsPeriodSec: option({
    variable: 'EVENTSTORE_STATS_PERIOD_SEC',
    reader: number('SECONDS', 1, 3_600),
    fallback: 30,
    description: 'Period over which statistics measure load.',
  }),
  allowUnknownOptions: option({
    variable: 'EVENTSTORE_ALLOW_UNKNOWN_OPTIONS',
    reader: toggle,
    fallback: false,
    description: 'Ignore flags, variables and names in a file that mean nothing here.',
  }),
} as const satisfies Readonly<Record<string, Option<string> | Option<number> | Option<boolean>>>;

export type OptionName = keyof typeof OPTIONS;
export const OPTION_NAMES = Object.keys(OPTIONS) as readonly OptionName[];

type ValueOf<Row> = Row extends Option<infer T> & { fallback: infer Fallback } ? T | Extract<Fallback, undefined> : never;

/** Options that say where the others come from; they mean nothing to the JavaScript API. */
export const ABOUT_SOURCES = ['config', 'allowUnknownOptions'] as const;

/** The values of all options; undefined where an option without a default was not given. */
export type Options = { readonly [Name in OptionName]: ValueOf<(typeof OPTIONS)[Name]> };
