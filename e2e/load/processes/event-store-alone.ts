import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient } from '@eventstore/db-client';
import { heapFlags } from '@guildhall/local';
import { Program } from './program.js';
import { workspaceRoot } from './workspace.js';

/** Longest a start may take: of a log of ten million events, too. */
const DEADLINE_MS = 120_000;

/** One event store on a folder that is thrown away, and the official client. */
export class EventStoreAlone {
  private constructor(
    private readonly folder: string,
    private program: Program,
    public client: EventStoreDBClient,
  ) {}

  static async start(): Promise<EventStoreAlone> {
    const folder = await mkdtemp(join(tmpdir(), 'guildhall-bench-'));
    const { program, client } = await run(folder);
    return new EventStoreAlone(folder, program, client);
  }

  get pid(): number {
    return this.program.pid;
  }

  /** Kills the server and starts it again on the same folder; seconds from the start of the process until it serves. */
  async startAfterKill(): Promise<number> {
    await this.client.dispose();
    await this.program.kill();
    const begun = performance.now();
    const { program, client } = await run(this.folder);
    const seconds = (performance.now() - begun) / 1000;
    this.program = program;
    this.client = client;
    return seconds;
  }

  async stop(): Promise<void> {
    await this.client.dispose();
    await this.program.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

const run = async (folder: string): Promise<Readonly<{ program: Program; client: EventStoreDBClient }>> => {
  const main = join(workspaceRoot, 'infra', 'event-store', 'dist', 'main.js');
  const program = Program.start({
    name: 'event store',
    args: [...heapFlags('event-store'), main, '--port', '0', '--data', folder],
  });
  const line = await program.said(/^event store ready on /, DEADLINE_MS);
  const address = line.slice('event store ready on '.length);
  return { program, client: EventStoreDBClient.connectionString(`esdb://${address}?tls=false`) };
};

/** Reads to its end whatever the client reads; events are counted and forgotten. */
export const drain = async (source: NodeJS.EventEmitter): Promise<number> => {
  let events = 0;
  source.on('data', () => {
    events += 1;
  });
  await once(source, 'end');
  return events;
};
