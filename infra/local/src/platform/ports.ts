import { freePort, portIsFree } from '../supervision/conditions.js';
import { Obstacle } from '../supervision/obstacle.js';
import type { PlatformMode } from '../arguments.js';
import { placesOf } from './service-places.js';
import { serviceNames, type ServiceName } from './services.js';

/** Every port of one platform; architecture.md §6. */
export interface Ports {
  readonly edge: number;
  readonly services: Readonly<Record<ServiceName, number>>;
  readonly paymentSandbox: number;
  readonly eventStore: number;
  readonly kafka: number;
  readonly mongo: number;
}

export interface NamedPort {
  readonly title: string;
  readonly port: number;
}

const FIRST_SERVICE_PORT = 8081;
/** Offsets of throw-away platforms stay below the ports that systems hand out to outgoing connections (from 32,768). */
const THROW_AWAY_OFFSETS = { from: 300, to: 5_600 };
const OFFSET_TRIES = 50;

export const portsAt = (offset: number): Ports => ({
  edge: 8080 + offset,
  services: Object.fromEntries(
    serviceNames.map((name, index) => [name, FIRST_SERVICE_PORT + index + offset]),
  ) as Ports['services'],
  paymentSandbox: 8090 + offset,
  eventStore: 2113 + offset,
  kafka: 9092 + offset,
  mongo: 27_017 + offset,
});

export const storePorts = (ports: Ports): readonly NamedPort[] => [
  { title: 'the event store', port: ports.eventStore },
  { title: 'Kafka', port: ports.kafka },
  { title: 'the document database', port: ports.mongo },
];

export const platformPorts = (ports: Ports, mode: PlatformMode): readonly NamedPort[] => [
  { title: 'the edge', port: ports.edge },
  ...serviceNames.flatMap((service) => placesOf(service, ports, mode)).map(({ name, port }) => ({ title: name, port })),
  { title: 'the payment sandbox', port: ports.paymentSandbox },
];

/** @throws {Obstacle} that names the first port that another program holds, and the remedy */
export const refuseTakenPorts = async (ports: readonly NamedPort[]): Promise<void> => {
  for (const { title, port } of ports) {
    if (await portIsFree(port)) continue;
    throw new Obstacle(
      `port ${String(port)}, which ${title} needs, is taken by another program: end that program ` +
        `(\`lsof -i :${String(port)}\` names it), or move all ports with \`npm start -- --port-offset 100\``,
    );
  }
};

/** An offset at which every port of a platform of either mode is free. @throws {Obstacle} when none was found */
export const freeOffset = async (): Promise<number> => {
  const { from, to } = THROW_AWAY_OFFSETS;
  for (let attempt = 0; attempt < OFFSET_TRIES; attempt += 1) {
    const seed = await freePort();
    const offset = from + ((seed * 7_919 + attempt) % (to - from));
    const ports = portsAt(offset);
    const free = await Promise.all(
      [...platformPorts(ports, 'production'), ...storePorts(ports)].map(({ port }) => portIsFree(port)),
    );
    if (free.every(Boolean)) return offset;
  }
  throw new Obstacle('no free range of ports was found for a throw-away platform: end other platforms first');
};
