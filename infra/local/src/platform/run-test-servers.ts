import type { DataMode } from '../arguments.js';
import type { LocalConfig } from '../config.js';
import { Supervisor } from '../supervision/supervisor.js';
import { host, placeFor, preparePlace } from './hosting.js';
import { testServersLayout } from './layout.js';
import { portsAt, refuseTakenPorts, storePorts } from './ports.js';
import { storeProcesses } from './store-processes.js';
import { testServerLines } from './test-lines.js';

/** Runs the three stores alone, for integration tests, until a stop is requested. */
export const runTestServers = async (
  command: { offset: number; data: DataMode; logsDir?: string },
  config: LocalConfig,
  say: (line: string) => void,
): Promise<void> => {
  const place = await placeFor(command, testServersLayout);
  await preparePlace(place, say);
  const ports = portsAt(place.offset);
  await refuseTakenPorts(storePorts(ports));
  const stores = await storeProcesses(place.layout, ports, {
    cacheDir: place.layout.cacheDir,
    environment: config.childEnvironment,
    announce: say,
    javaHome: config.javaHome,
  });
  const supervisor = new Supervisor({
    startStages: [stores],
    stopStages: [['mongo'], ['kafka'], ['event-store']],
    logsDir: place.layout.logsDir,
    runDir: place.layout.runDir,
    environment: config.childEnvironment,
    announce: say,
  });
  await host({
    place,
    mode: 'development',
    supervisor,
    edgeUrl: null,
    say,
    bringUp: async () => {
      await supervisor.start();
      return { close: () => Promise.resolve() };
    },
    settle: () => {
      for (const line of testServerLines(ports)) say(line);
      return Promise.resolve();
    },
  });
};
