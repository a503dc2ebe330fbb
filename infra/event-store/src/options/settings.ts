import { rowOf } from './names.js';
import { OPTION_NAMES, type Options } from './option-table.js';
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

/** All options with their defaults, where only some are given. Fails with `UnusableOptions` on unknown names and wrong values. */
export function withDefaults(given: Partial<Options>): Options {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  for (const [name, value] of entries) {
    const known = OPTION_NAMES.find((each) => each === name);
    if (!known) throw new UnusableOptions(`'${name}' is no option of this server.`);
    const { reader } = rowOf(known);
    if (!reader.allows(value)) throw new UnusableOptions(`The option '${name}' takes ${reader.expects}, not '${String(value)}'.`);
  }
  const defaults = OPTION_NAMES.map((name) => [name, rowOf(name).fallback]);
  return Object.fromEntries([...defaults, ...entries]) as Options;
}

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
