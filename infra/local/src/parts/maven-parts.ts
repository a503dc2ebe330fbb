import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { Obstacle } from '../supervision/obstacle.js';

/** What a server package says about the parts it needs. */
export interface MavenParts {
  readonly name: string;
  readonly pom: string;
  /** Files whose content decides whether the parts are fetched anew. */
  readonly sources: readonly string[];
  readonly goals: readonly string[];
}

export interface Fetching {
  readonly cacheDir: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly announce: (line: string) => void;
}

const PROGRESS_EVERY_MS = 3_000;
const MAVEN = 'mvn';
const MARKER = 'complete.json';

const hashOf = (files: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex');
};

/** Runs Maven, tells how far it is, and keeps its whole output in `logFile`. */
const runMaven = async (parts: MavenParts, output: string, logFile: string, fetching: Fetching): Promise<void> => {
  const args = ['-B', '-f', parts.pom, `-Doutput=${output}`, `-DoutputDirectory=${join(output, 'lib')}`, ...parts.goals];
  const child = spawn(MAVEN, args, { env: fetching.environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const log = createWriteStream(logFile);
  child.stderr.pipe(log, { end: false });
  let fetched = 0;
  let told = performance.now();
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    log.write(`${line}\n`);
    if (line.startsWith('Downloaded')) fetched += 1;
    if (performance.now() - told < PROGRESS_EVERY_MS) return;
    told = performance.now();
    fetching.announce(`  ${parts.name}: ${String(fetched)} files fetched so far`);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      const missing =
        'no Maven was found, which fetches the local Kafka and document database: install it (Debian, Homebrew: maven)';
      reject(error.code === 'ENOENT' ? new Obstacle(missing) : error);
    });
    child.on('close', resolve);
  });
  log.end();
  await finished(log);
  if (code === 0) return;
  const reason =
    readFileSync(logFile, 'utf8')
      .split('\n')
      .find((line) => line.startsWith('[ERROR]')) ?? `exit code ${String(code)}`;
  throw new Obstacle(
    `Maven could not fetch the parts of ${parts.name} (${reason.slice(0, 300)}): try again; all it said is in ${logFile}`,
  );
};

/**
 * Makes sure the parts are there, fetching and compiling them once, and returns their folder.
 *
 * The folder appears under its final name only when it is complete, so an interrupted or a parallel fetch does no harm.
 *
 * @throws {Obstacle} when Maven is missing or fails
 */
export const ensureParts = async (parts: MavenParts, fetching: Fetching): Promise<string> => {
  const hash = hashOf(parts.sources);
  const folder = join(fetching.cacheDir, `${parts.name}-${hash.slice(0, 12)}`);
  if (existsSync(join(folder, MARKER))) return folder;
  fetching.announce(`fetching the parts of ${parts.name} with Maven (the first time only)`);
  const draft = `${folder}.${String(process.pid)}.draft`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  const logFile = join(fetching.cacheDir, `${parts.name}-maven.log`);
  await runMaven(parts, draft, logFile, fetching);
  await writeFile(join(draft, MARKER), JSON.stringify({ sources: hash }));
  await rm(folder, { recursive: true, force: true });
  await rename(draft, folder);
  return folder;
};
