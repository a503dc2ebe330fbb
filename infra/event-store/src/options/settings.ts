import { OPTION_NAMES, OPTIONS, type Options } from './option-table.js';
import { securityOf, type Security } from './security.js';
import { UnusableOptions } from './unusable-options.js';

/** What the server runs by: the options checked against each other. */
export type Settings = Readonly<{
  port: number;
  host: string;
  /** Folder of the log, or `:memory:`. */
  data: string;
  security: Security;
  anonymous: Readonly<{ streams: 'refused' | 'as-everybody'; endpoints: 'refused' | 'allowed' }>;
  /** Bytes of data. */
  maxAppendSize: number;
  /** Milliseconds. */
  timeouts: Readonly<{ prepareMs: number; commitMs: number }>;
  advertise: Readonly<{ host: string | undefined; port: number | undefined }>;
  http: Readonly<{ atomPub: 'on' | 'off'; pages: 'on' | 'off' }>;
  projections: Readonly<{ run: 'None' | 'System'; startStandard: boolean }>;
  /** Milliseconds between two scavenges, undefined for none. */
  scavengeEvery: number | undefined;
  statsPeriodMs: number;
}>;

/** All options with their defaults, where only some are given. */
export const withDefaults = (given: Partial<Options>): Options => ({
  ...(Object.fromEntries(OPTION_NAMES.map((name) => [name, OPTIONS[name].fallback])) as Options),
  ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
});

/** Checks the options against each other. Fails with `UnusableOptions`. */
export function settingsOf(options: Options): Settings {
  const data = options.memory ? ':memory:' : options.data;
  if (data === undefined)
    throw new UnusableOptions('Name the folder of the log with --data FOLDER, or use --memory for one that forgets.');
  const run = options.runProjections === 'None' && !options.dev ? 'None' : 'System';
  return {
    port: options.port,
    host: options.host,
    data,
    security: securityOf(options),
    anonymous: {
      streams: options.allowAnonymousStreamAccess ? 'as-everybody' : 'refused',
      endpoints: options.allowAnonymousEndpointAccess ? 'allowed' : 'refused',
    },
    maxAppendSize: options.maxAppendSize,
    timeouts: { prepareMs: options.prepareTimeoutMs, commitMs: options.commitTimeoutMs },
    advertise: { host: options.advertiseHost, port: options.advertisePort },
    http: { atomPub: options.enableAtomPubOverHttp || options.dev ? 'on' : 'off', pages: options.disableAdminUi ? 'off' : 'on' },
    projections: { run, startStandard: options.startStandardProjections || options.dev },
    scavengeEvery: options.scavengeEvery,
    statsPeriodMs: options.statsPeriodSec * 1_000,
  };
}
