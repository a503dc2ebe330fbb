import { parseArgs } from 'node:util';

export type Flags = Readonly<{ port: number; host: string; data: string }>;

/** The command line cannot be used; the message is one sentence with the remedy. */
export class UnusableFlags extends Error {}

export const USAGE = 'event-store --data DIR|:memory: [--port 2113] [--host 127.0.0.1]';

/** Reads the command line; `help` where it asks for the usage. */
export function parseFlags(argv: readonly string[]): Flags | 'help' {
  const values = parsed(argv);
  if (values.help) return 'help';
  if (!values.data)
    throw new UnusableFlags('Name the folder of the log with --data DIR, or --data :memory: for one that forgets.');
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UnusableFlags(`--port takes a number from 0 to 65535, not '${values.port}'.`);
  return { port, host: values.host, data: values.data };
}

function parsed(argv: readonly string[]): { port: string; host: string; data?: string; help: boolean } {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        port: { type: 'string', default: '2113' },
        host: { type: 'string', default: '127.0.0.1' },
        data: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    const { data, ...others } = values;
    return { ...others, ...(data !== undefined && { data }) };
  } catch (error) {
    const sentence = parseFault(error);
    if (sentence === undefined) throw error;
    throw new UnusableFlags(`${sentence} (usage: ${USAGE}).`);
  }
}

// By code, not by class: the error may come from another realm, as in tests.
function parseFault(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error) || !('message' in error)) return undefined;
  return String(error.code).startsWith('ERR_PARSE_ARGS') ? String(error.message).split('. ')[0] : undefined;
}
