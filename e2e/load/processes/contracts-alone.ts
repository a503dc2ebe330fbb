import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { heapFlags } from '@guildhall/local';
import { Program } from './program.js';
import type { BenchSigner } from './signing.js';
import { freePort, workspaceRoot } from './workspace.js';

/** The event store and contracts with its api role, nothing else. */
export type ContractsAlone = Readonly<{ eventStoreUrl: string; serviceUrl: string; stop(): Promise<void> }>;

const DEADLINE_MS = 60_000;

const answers = (url: string) => async (): Promise<boolean> => {
  try {
    return (await fetch(url)).ok;
  } catch (error) {
    if (error instanceof TypeError) return false; // not listening yet
    throw error;
  }
};

const startEventStore = async (dataDir: string): Promise<Readonly<{ program: Program; url: string }>> => {
  const port = await freePort();
  const main = join(workspaceRoot, 'infra', 'event-store', 'dist', 'main.js');
  const program = Program.start({
    name: 'event store',
    args: [...heapFlags('event-store'), main, '--port', String(port), '--data', dataDir],
  });
  return { program, url: `esdb://127.0.0.1:${String(port)}?tls=false` };
};

/**
 * Starts both on free ports with a throw-away folder. Role api needs neither broker nor documents to take commands: their addresses lead
 * nowhere, so that nothing else runs beside.
 */
export const startContractsAlone = async (signer: BenchSigner): Promise<ContractsAlone> => {
  const dir = await mkdtemp(join(tmpdir(), 'guildhall-bench-'));
  const store = await startEventStore(join(dir, 'event-store'));
  const [port, nowhere] = [await freePort(), await freePort()];
  const service = Program.start({
    name: 'contracts',
    args: [...heapFlags('service'), join(workspaceRoot, 'services', 'contracts', 'dist', 'main.js')],
    environment: {
      ROLES: 'api',
      HOST: '127.0.0.1',
      PORT: String(port),
      EVENTSTORE_URL: store.url,
      KAFKA_BROKERS: `127.0.0.1:${String(nowhere)}`,
      MONGODB_URL: `mongodb://127.0.0.1:${String(nowhere)}/guildhall_contracts?directConnection=true`,
      SUBJECT_KEYS_PATH: join(dir, 'subject-keys.sqlite'),
      REQUEST_HASH_KEY: randomBytes(32).toString('base64url'),
      FIRST_SIGNING_KEY: signer.publicJwk,
      RATE_LIMITS: 'bench',
    },
  });
  const stop = async (): Promise<void> => {
    await service.stop();
    await store.program.stop();
    await rm(dir, { recursive: true, force: true });
  };
  const serviceUrl = `http://127.0.0.1:${String(port)}`;
  try {
    await service.until(answers(`${serviceUrl}/health/ready`), DEADLINE_MS);
  } catch (error) {
    await stop();
    throw error;
  }
  return { eventStoreUrl: store.url, serviceUrl, stop };
};
