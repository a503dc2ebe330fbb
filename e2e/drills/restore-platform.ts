import { eventually } from '@guildhall/local';
import { spawn, type ChildProcess } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { playOn } from './restore.config.js';

const ROOT = join(import.meta.dirname, '../..');
const UP_MS = 600_000;
const RATE_LIMITS = 'journeys';

type Program = 'main' | 'recovery.main';

/** A platform of the drill's own, run by the commands that people use. */
export class RestorePlatform {
  readonly dataDir: string;
  private child: ChildProcess | null = null;

  constructor(private readonly offset: number) {
    this.dataDir = join(ROOT, '.data', String(offset));
  }

  /** Resolves when the platform is ready; the stories' helpers speak with it from then on. */
  async start(how: 'reset' | 'kept'): Promise<void> {
    const flags = how === 'reset' ? ['--reset'] : [];
    this.child = this.spawned('main', ['start', ...flags]);
    let said = '';
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on('data', (text: Buffer) => (said += text.toString()));
    const ended = new Promise<never>((_, reject) => {
      this.child?.once('exit', (code) => reject(new Error(`the platform ended with code ${String(code)}:\n${said}`)));
    });
    ended.catch(() => undefined);
    const ready = eventually('the platform', async () => /^ready$/m.test(said) || undefined, UP_MS);
    await Promise.race([ready, ended]);
    const record = await readFile(join(this.dataDir, 'run', 'supervisor', 'supervisor.json'), 'utf8');
    const { controlUrl } = JSON.parse(record) as { controlUrl: string };
    const edgeUrl = `http://127.0.0.1:${String(8080 + this.offset)}`;
    playOn({ edgeUrl, controlUrl, dataDir: this.dataDir, outboxDir: join(this.dataDir, 'outbox') });
  }

  /** In order, as Ctrl-C does it. */
  async stop(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child === null || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    await ended;
  }

  backUp(to: string): Promise<string> {
    return this.output('recovery.main', ['backup', '--to', to]);
  }

  restore(from: string): Promise<string> {
    return this.output('recovery.main', ['restore', '--from', from, '--reason', 'restore drill', '--stay-stopped']);
  }

  /** All that one loses with one's machines; what the payment provider knows is at the provider. */
  async loseEverything(): Promise<void> {
    for (const folder of ['event-store', 'keys', 'kafka', 'mongo', 'outbox', 'run'])
      await rm(join(this.dataDir, folder), { recursive: true });
  }

  removeData(): Promise<void> {
    return rm(this.dataDir, { recursive: true, force: true });
  }

  private spawned(program: Program, args: readonly string[]): ChildProcess {
    const file = join(ROOT, 'infra', 'local', 'dist', `${program}.js`);
    const child = spawn(process.execPath, [file, ...args, '--port-offset', String(this.offset)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: `${join(process.execPath, '..')}:/usr/local/bin:/usr/bin:/bin`, RATE_LIMITS },
    });
    return child;
  }

  private output(program: Program, args: readonly string[]): Promise<string> {
    const child = this.spawned(program, args);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (said += text.toString()));
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        if (code === 0) resolve(said);
        else reject(new Error(`${args.join(' ')} ended with code ${String(code)}:\n${said}`));
      });
    });
  }
}
