import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVICES, type ServiceName } from '@guildhall/kernel';
import { announcePlatform, type PlatformPlace } from '../config.js';
import { Program } from '../processes/program.js';
import { localMain } from '../processes/stores.js';
import { isFree, workspaceRoot } from '../processes/workspace.js';
import { memoryOfAll } from './memory.js';
import { untilQuiet } from './quiet.js';

type State = Readonly<{
  pid: number;
  edgeUrl: string;
  dataDir: string;
  outboxDir: string;
  processes: readonly Readonly<{ name: string; pid: number | null }>[];
}>;
type Say = (line: string) => void;

const READY_DEADLINE_MS = 240_000;
const QUIET_DEADLINE_MS = 300_000;
/** Above the offsets of throw-away platforms; steps keep the ports of two platforms apart. */
const OFFSETS = { from: 11_000, to: 20_000, step: 100 };
/** Ports at offset 0 (local-servers.md). */
const EDGE = 8080;
const EVENT_STORE = 2113;
const SERVICE_PORTS: Readonly<Record<ServiceName, number>> = {
  identity: 8081,
  gigs: 8082,
  contracts: 8083,
  payments: 8084,
  disputes: 8085,
  reputation: 8086,
};
const ALL_PORTS = [EDGE, EVENT_STORE, ...Object.values(SERVICE_PORTS), 8090, 9092, 27_017];

const freeOffset = async (): Promise<number> => {
  for (let offset = OFFSETS.from; offset < OFFSETS.to; offset += OFFSETS.step) {
    const free = await Promise.all(ALL_PORTS.map((port) => isFree(port + offset)));
    if (free.every(Boolean)) return offset;
  }
  throw new Error('No free range of ports for a platform: end other platforms first');
};

/** A whole platform of the bench's own, on data that is kept until `remove`; it can be stopped and started again. */
export class Platform {
  private program: Program | null = null;
  private state: State | null = null;

  private constructor(
    private readonly offset: number,
    private readonly logsDir: string,
    readonly say: Say,
  ) {}

  static async start(say: Say): Promise<Platform> {
    const platform = new Platform(await freeOffset(), await mkdtemp(join(tmpdir(), 'guildhall-bench-logs-')), say);
    try {
      await platform.up('empty');
    } catch (error) {
      await platform.remove();
      throw error;
    }
    return platform;
  }

  get eventStoreUrl(): string {
    return `esdb://127.0.0.1:${String(EVENT_STORE + this.offset)}?tls=false`;
  }

  /** A service's own address, without the edge between. */
  serviceUrl(service: ServiceName): string {
    return `http://127.0.0.1:${String(SERVICE_PORTS[service] + this.offset)}`;
  }

  /** Starts on empty data or on what is there; answers the seconds until it said that it is ready. */
  async up(data: 'empty' | 'kept'): Promise<number> {
    const begun = performance.now();
    const reset = data === 'empty' ? ['--reset'] : [];
    const args = [localMain(), 'start', ...reset, '--port-offset', String(this.offset), '--logs', this.logsDir];
    this.program = Program.start({ name: 'the platform', args, environment: { RATE_LIMITS: 'bench' } });
    await this.program.said(/^ready$/, READY_DEADLINE_MS);
    const seconds = (performance.now() - begun) / 1000;
    const file = join(this.dataDir, 'run', 'supervisor', 'supervisor.json');
    const { controlUrl } = JSON.parse(await readFile(file, 'utf8')) as { controlUrl: string };
    const state = (await (await fetch(`${controlUrl}/state`)).json()) as State;
    this.state = state;
    announcePlatform(placeOf(state, controlUrl));
    return seconds;
  }

  /** What the platform said of itself, e.g. the line about its read models. */
  said(pattern: RegExp): Promise<string> {
    if (!this.program) throw new Error('The platform is down');
    return this.program.said(pattern, 1);
  }

  async down(): Promise<void> {
    await this.program?.stop();
    this.program = null;
  }

  /** Stops it and throws its data and logs away. */
  async remove(): Promise<void> {
    await this.down();
    await rm(this.dataDir, { recursive: true, force: true });
    await rm(this.logsDir, { recursive: true, force: true });
  }

  /** GiB of everything that runs, the supervisor with the edge included. */
  memory(): Promise<number> {
    if (!this.state) throw new Error('The platform is down');
    const pids = this.state.processes.flatMap(({ pid }) => (pid === null ? [] : [pid]));
    return memoryOfAll([this.state.pid, ...pids]);
  }

  /** Waits until nothing is left to tell, hear or show; answers since when (ms, `performance.now`). */
  quiet(): Promise<number> {
    const built = SERVICES.filter((service) => existsSync(join(workspaceRoot, 'services', service, 'dist', 'main.js')));
    return untilQuiet(built.map((service) => this.serviceUrl(service)), QUIET_DEADLINE_MS); // prettier-ignore
  }

  private get dataDir(): string {
    return join(workspaceRoot, '.data', String(this.offset));
  }
}

const placeOf = ({ edgeUrl, dataDir, outboxDir }: State, controlUrl: string): PlatformPlace => ({
  edgeUrl,
  dataDir,
  outboxDir,
  controlUrl,
});
