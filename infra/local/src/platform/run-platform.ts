import { createTopics } from '@guildhall/kafka';
import type { DataMode, PlatformMode, StoreMode } from '../arguments.js';
import type { LocalConfig } from '../config.js';
import { openEdge } from '../edge/edge.js';
import { prepareProduction } from '../production/production-stores.js';
import { scrape } from '../metrics/scrape.js';
import { seed } from '../seed/seed.js';
import { Obstacle } from '../supervision/obstacle.js';
import type { ProcessDescription } from '../supervision/process-description.js';
import { Supervisor } from '../supervision/supervisor.js';
import { keptLayout } from './layout.js';
import { host, placeFor, preparePlace, type Place } from './hosting.js';
import { platformPorts, portsAt, refuseTakenPorts, storePorts, type Ports } from './ports.js';
import { describeReadModels, untilReadModelsLive } from './read-models.js';
import { ensureSecrets, type Secrets } from './secrets.js';
import { builtServices, paymentSandboxProcess, serviceProcess } from './service-processes.js';
import { placesOf, type ServicePlace } from './service-places.js';
import { serviceNames } from './services.js';
import { localStoreUrls, storeProcesses, type StoreUrls } from './store-processes.js';
import { journeyLines } from './test-lines.js';
import { eventsTopics } from './topics.js';

/** Rebuilding 20,000 events takes seconds; a platform with many more says so and goes on rebuilding. */
const READ_MODELS_DEADLINE_MS = 120_000;

interface StartCommand {
  readonly offset: number;
  readonly mode: PlatformMode;
  readonly stores: StoreMode;
  readonly data: DataMode;
  readonly logsDir?: string;
}

interface Stores {
  readonly urls: StoreUrls;
  /** Empty where the stores are not ours. */
  readonly processes: readonly ProcessDescription[];
}

type Say = (line: string) => void;

const ownStores = async (
  { layout, mode }: Place & { mode: PlatformMode },
  ports: Ports,
  config: LocalConfig,
  say: Say,
): Promise<Stores> => {
  await refuseTakenPorts(storePorts(ports));
  const production = mode === 'production' ? await prepareProduction(layout, ports) : undefined;
  const fetching = { cacheDir: layout.cacheDir, environment: config.childEnvironment, announce: say, javaHome: config.javaHome };
  return { urls: localStoreUrls(ports), processes: await storeProcesses(layout, ports, fetching, production) };
};

const externalStores = async (config: LocalConfig): Promise<Stores> => {
  const urls = config.externalStores();
  await createTopics({ brokers: urls.kafkaBrokers }, eventsTopics).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Obstacle(`Kafka does not answer at ${urls.kafkaBrokers.join(',')} (${reason}): start it, or correct KAFKA_BROKERS`);
  });
  return { urls, processes: [] };
};

const supervise = (
  place: Place,
  stores: Stores,
  surroundings: { ports: Ports; mode: PlatformMode; secrets: Secrets; config: LocalConfig; say: Say },
) => {
  const { ports, mode, secrets, config, say } = surroundings;
  const { layout } = place;
  const built = builtServices(layout);
  const absent = serviceNames.filter((name) => !built.includes(name));
  if (absent.length > 0) say(`not built and so left out: ${absent.join(', ')}`);
  const forServices = { layout, ports, stores: stores.urls, secrets, config };
  const places = built.flatMap((name) => placesOf(name, ports, mode));
  return new Supervisor({
    startStages: [
      [...stores.processes, paymentSandboxProcess(forServices)],
      places.map((place) => serviceProcess(place, forServices)),
    ],
    stopStages: [places.map(({ name }) => name), ['payment-sandbox'], ['mongo'], ['kafka'], ['event-store']],
    logsDir: layout.logsDir,
    runDir: layout.runDir,
    environment: config.childEnvironment,
    announce: say,
  });
};

const readModelsSentence = async (projectors: readonly ServicePlace[]): Promise<string> => {
  const look = () =>
    Promise.all(
      projectors.map(async ({ service, port }) => ({ service, series: await scrape(`http://127.0.0.1:${String(port)}`) })),
    );
  return describeReadModels(await untilReadModelsLive(look, READ_MODELS_DEADLINE_MS));
};

/** Brings up the whole platform behind its edge and keeps it up until a stop is requested. @throws {Obstacle} with the remedy */
export const runPlatform = async (command: StartCommand, config: LocalConfig, say: Say): Promise<void> => {
  const begun = performance.now();
  const place = await placeFor(command, keptLayout);
  await preparePlace(place, say);
  const { layout, offset } = place;
  const { mode } = command;
  const ports = portsAt(offset);
  await refuseTakenPorts(platformPorts(ports, mode));
  const stores =
    command.stores === 'own' ? await ownStores({ ...place, mode }, ports, config, say) : await externalStores(config);
  const secrets = await ensureSecrets(layout.keysDir);
  const supervisor = supervise(place, stores, { ports, mode, secrets, config, say });
  const services = builtServices(layout);
  const places = services.flatMap((service) => placesOf(service, ports, mode));
  const edgeUrl = `http://localhost:${String(ports.edge)}`;
  await host({
    place,
    mode,
    supervisor,
    edgeUrl,
    say,
    bringUp: async () => {
      await supervisor.start();
      return openEdge({
        ports,
        services,
        mode,
        states: () => supervisor.states(),
        sandboxMode: config.sandboxMode,
        paymentProviderKey: secrets.paymentProviderKey,
        folders: { data: layout.dataDir, logs: layout.logsDir, outbox: layout.outboxDir },
      });
    },
    settle: async (controlUrl) => {
      const projectors = places.filter(({ role }) => role === 'all' || role === 'projector');
      if (projectors.length > 0) say(await readModelsSentence(projectors));
      await seed({ edgeUrl, ports, bootstrapSecret: secrets.bootstrapSecret, outboxDir: layout.outboxDir, say });
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      say(`the platform is up after ${seconds} s: ${edgeUrl}  (documents: ${edgeUrl}/docs)`);
      if (command.data === 'throw-away') for (const line of journeyLines(layout, ports, controlUrl)) say(line);
    },
  });
};
