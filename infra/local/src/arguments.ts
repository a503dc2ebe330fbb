import { parseArgs } from 'node:util';
import { isServiceName, serviceNames, type ServiceName } from './platform/services.js';
import { Obstacle } from './supervision/obstacle.js';

/** `own`: local stores are started. `external`: stores are given by their URLs. */
export type StoreMode = 'own' | 'external';
/** `kept`: data of the offset's folder. `reset`: that folder, emptied first. `throw-away`: a temporary folder on free ports. */
export type DataMode = 'kept' | 'reset' | 'throw-away';

/**
 * `development`: one process a service, stores in plain text. `production`: a process a role, TLS, users and access lists at every store
 * that can have them.
 */
export type PlatformMode = 'development' | 'production';

export type LocalCommand =
  | {
      readonly kind: 'start';
      readonly offset: number;
      readonly mode: PlatformMode;
      readonly stores: StoreMode;
      readonly data: DataMode;
      readonly logsDir?: string;
    }
  | { readonly kind: 'test-servers'; readonly offset: number; readonly data: DataMode; readonly logsDir?: string }
  | { readonly kind: 'stop'; readonly offset: number }
  | { readonly kind: 'status'; readonly offset: number }
  | {
      readonly kind: 'tool';
      readonly offset: number;
      readonly stores: StoreMode;
      readonly dataDir?: string;
      readonly tool: ServiceTool;
    }
  | { readonly kind: 'parts' };

/** A program of a service beside its server, such as the ledger's check. */
export interface ServiceTool {
  readonly service: ServiceName;
  readonly name: string;
  /** Its own arguments. */
  readonly args: readonly string[];
}

/** MongoDB's port, the highest of the table, still has to be a port number. */
const LARGEST_OFFSET = 65_535 - 27_017;
/** Away from a platform that a person runs. */
const TEST_SERVERS_OFFSET = 10_000;

const usage = [
  'start [--reset] [--port-offset N] [--external | --production] [--throw-away] [--logs DIR]',
  'stop [--port-offset N]',
  'status [--port-offset N]',
  'test-servers [--port-offset N] [--throw-away] [--logs DIR]',
  'tool SERVICE NAME [--port-offset N] [--data DIR] [--external] [arguments of the tool]',
  'parts',
].join('\n  ');

const offsetFrom = (text: string | undefined, fallback: number): number => {
  if (text === undefined) return fallback;
  const offset = Number(text);
  if (/^\d+$/.test(text) && offset <= LARGEST_OFFSET) return offset;
  throw new Obstacle(`--port-offset is "${text}" but has to be a whole number from 0 to ${String(LARGEST_OFFSET)}`);
};

const flagsOf = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      options: {
        reset: { type: 'boolean', default: false },
        external: { type: 'boolean', default: false },
        production: { type: 'boolean', default: false },
        'throw-away': { type: 'boolean', default: false },
        'port-offset': { type: 'string' },
        logs: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new Obstacle(`${error instanceof Error ? error.message : String(error)}; the commands are:\n  ${usage}`);
  }
};

type Flags = ReturnType<typeof flagsOf>;

const dataModeOf = (flags: Flags): DataMode => {
  if (flags['throw-away']) return 'throw-away';
  return flags.reset ? 'reset' : 'kept';
};

const refuse = (
  flags: Flags,
  command: string,
  names: readonly ('reset' | 'external' | 'production' | 'throw-away' | 'logs')[],
): void => {
  const given = names.find((name) => flags[name] !== undefined && flags[name] !== false);
  if (given !== undefined) throw new Obstacle(`--${given} means nothing to ${command}; the commands are:\n  ${usage}`);
};

/** The platform's own flags come first; everything from the first other word on belongs to the tool. */
const toolFrom = (args: readonly string[]): LocalCommand => {
  const [service, name, ...rest] = args;
  if (service === undefined || name === undefined || !isServiceName(service)) {
    throw new Obstacle(`"${service ?? ''}" is no service: one of ${serviceNames.join(', ')}; the commands are:\n  ${usage}`);
  }
  let offset = 0;
  let stores: StoreMode = 'own';
  let dataDir: string | undefined;
  const words = [...rest];
  for (let flag = words[0]; flag !== undefined; flag = words[0]) {
    if (flag === '--port-offset') offset = offsetFrom(words.splice(0, 2)[1] ?? '', 0);
    else if (flag === '--data') dataDir = words.splice(0, 2)[1];
    else if (flag === '--external' && words.shift() !== undefined) stores = 'external';
    else break;
  }
  return { kind: 'tool', offset, stores, ...(dataDir === undefined ? {} : { dataDir }), tool: { service, name, args: words } };
};

/** Reads the command line of the local platform. @throws {Obstacle} that says what is wrong with it */
export const readArguments = ([command, ...rest]: readonly string[]): LocalCommand => {
  if (command === 'tool') return toolFrom(rest);
  const flags = flagsOf(rest);
  const logs = flags.logs === undefined ? {} : { logsDir: flags.logs };
  switch (command) {
    case 'start':
      if (flags.external && flags.reset) {
        throw new Obstacle('--reset cannot empty stores that were not started here: empty them yourself, then leave --reset out');
      }
      if (flags.external && flags.production) {
        throw new Obstacle(
          '--production secures the stores that are started here: leave --external out, or deploy with the chart',
        );
      }
      return {
        kind: 'start',
        offset: offsetFrom(flags['port-offset'], 0),
        mode: flags.production ? 'production' : 'development',
        stores: flags.external ? 'external' : 'own',
        data: dataModeOf(flags),
        ...logs,
      };
    case 'test-servers':
      refuse(flags, command, ['reset', 'external', 'production']);
      return {
        kind: 'test-servers',
        offset: offsetFrom(flags['port-offset'], TEST_SERVERS_OFFSET),
        data: flags['throw-away'] ? 'throw-away' : 'reset',
        ...logs,
      };
    case 'stop':
    case 'status':
      refuse(flags, command, ['reset', 'external', 'production', 'throw-away', 'logs']);
      return { kind: command, offset: offsetFrom(flags['port-offset'], 0) };
    case 'parts':
      return { kind: 'parts' };
    case undefined:
      throw new Obstacle(`a command is missing; the commands are:\n  ${usage}`);
    default:
      throw new Obstacle(`there is no command "${command}"; the commands are:\n  ${usage}`);
  }
};
