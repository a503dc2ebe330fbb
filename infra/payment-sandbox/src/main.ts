import { parseArgs } from 'node:util';
import { readEnvironment } from './config.js';
import { startSandbox } from './sandbox.js';

const usage = 'Usage: node infra/payment-sandbox/dist/main.js --port PORT --data DIR';

function readArguments(): { port: number; dataDir: string } {
  const { port, data } = parseArgs({ options: { port: { type: 'string' }, data: { type: 'string' } } }).values;
  if (port === undefined || data === undefined || data === '') throw new Error(usage);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new Error(`--port must be a number from 0 to 65535. ${usage}`);
  return { port: Number(port), dataDir: data };
}

function fail(error: unknown): void {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE')
    return 'The port of the payment sandbox is taken; give another one with --port';
  return error.message;
}

async function main(): Promise<void> {
  const { port, dataDir } = readArguments();
  const sandbox = await startSandbox({ ...readEnvironment(), port, dataDir });
  const stop = (): void => void sandbox.close().catch(fail);
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.stdout.write(`payment sandbox ready at ${sandbox.url}\n`);
}

main().catch(fail);
