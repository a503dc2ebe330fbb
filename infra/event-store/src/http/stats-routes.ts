import type { StatsFacts } from '../stats/facts.js';
import { processSnapshot, systemSnapshot } from '../stats/snapshot.js';
import { json, notFound, type Answer } from './answer.js';
import type { HttpGate } from './http-gate.js';
import { metricsText } from './metrics.js';
import type { Route } from './routes.js';

/** `/stats`, `/stats/…` for a part of it, and `/metrics` in the text format of Prometheus. */
export function statsRoutes(facts: StatsFacts, gate: HttpGate): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/stats',
      handle: async (request) => {
        await gate.endpoint(request);
        return json(stats(facts));
      },
    },
    {
      method: 'GET',
      path: '/stats/:part',
      handle: async (request, name) => {
        await gate.endpoint(request);
        const part: unknown = Object.entries(stats(facts)).find(([key]) => key === name('part'))?.[1];
        if (part === undefined) throw notFound(`statistic '${name('part')}'`);
        return json({ [name('part')]: part });
      },
    },
    {
      method: 'GET',
      path: '/metrics',
      handle: async (request): Promise<Answer> => {
        await gate.endpoint(request);
        return { status: 200, contentType: 'text/plain; version=0.0.4; charset=utf-8', body: metricsText(facts) };
      },
    },
  ];
}

/** The original's tree as far as this server has what it tells of. */
function stats({ log, data, meter, load, connections }: StatsFacts): object {
  const own = processSnapshot(load.percent);
  const system = systemSnapshot(data);
  return {
    proc: {
      startTime: own.startedAt.toISOString(),
      id: own.pid,
      mem: own.memoryBytes,
      cpu: own.cpuPercent,
      diskIo: {
        ...(own.diskBytes && { readBytes: own.diskBytes.read, writtenBytes: own.diskBytes.written }),
        readOps: own.diskOperations.read,
        writeOps: own.diskOperations.written,
      },
      tcp: { connections: connections() },
    },
    sys: {
      loadavg: system.load,
      freeMem: system.freeMemory,
      totalMem: system.totalMemory,
      ...(system.disk && { drive: { [system.disk.path]: driveOf(system.disk) } }),
    },
    es: {
      checksum: log.lastPosition,
      events: {
        read: meter.read.events,
        readBytes: meter.read.bytes,
        written: log.written.events,
        writtenBytes: log.written.bytes,
      },
      grpc: { ...meter.calls },
    },
  };
}

const driveOf = ({ totalBytes, availableBytes }: Readonly<{ totalBytes: number; availableBytes: number }>): object => ({
  availableBytes,
  totalBytes,
  usage: `${totalBytes === 0 ? 0 : Math.round((1 - availableBytes / totalBytes) * 100)}%`,
  usedBytes: totalBytes - availableBytes,
});
