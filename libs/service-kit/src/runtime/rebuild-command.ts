import { rebuildBeside, type Projection, type RebuildReport } from '@guildhall/event-sourcing';
import { ConfigError } from '../config/config-reader.js';
import type { ServiceConfig } from '../config/service-config.js';
import type { ServiceDefinition } from '../definition/service-definition.js';
import { createLogger } from '../telemetry/logger.js';
import { createBareRegistry, prometheusMeter } from '../telemetry/metrics.js';
import { connectParts } from './connect-parts.js';
import { createCore } from './service-core.js';

export type RebuildCommandOptions = Readonly<{
  definition: ServiceDefinition;
  config: () => ServiceConfig;
  /** `process.argv.slice(2)`: names of read models; none: all of the service. */
  args: readonly string[];
}>;

/**
 * `npm run rebuild -- <service> [read-model …]`: builds each read model a second time beside the live one and compares every field. One
 * line a read model on stdout; answers the exit code: 0 all equal, 1 a difference or a model that is not live, 2 an unknown name, 78
 * configuration.
 */
export const rebuildCommand = async ({ definition, config: readConfig, args }: RebuildCommandOptions): Promise<number> => {
  const known = definition.projections;
  const unknown = args.filter((name) => !known.some((projection) => projection.name === name));
  if (unknown.length > 0) {
    process.stderr.write(
      `No read model ${unknown.join(', ')}; ${definition.service} has ${known.map(({ name }) => name).join(', ')}\n`,
    );
    return 2;
  }
  try {
    const wanted = args.length === 0 ? known : known.filter(({ name }) => args.includes(name));
    return await rebuildAll(definition, readConfig(), wanted);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 78;
  }
};

const rebuildAll = async (
  definition: ServiceDefinition,
  config: ServiceConfig,
  projections: readonly Projection[],
): Promise<number> => {
  const logger = createLogger({ service: definition.service, level: 'warn' });
  const metrics = createBareRegistry();
  const meter = prometheusMeter(metrics);
  const parts = connectParts(definition, config, logger, meter);
  const { store } = createCore({ definition, config, parts, logger, metrics, meter });
  let exitCode = 0;
  try {
    for (const projection of projections) {
      const line = await rebuildOne(projection, () => rebuildBeside({ store, readModels: parts.readModels, projection }));
      process.stdout.write(`${line.text}\n`);
      if (line.outcome !== 'equal') exitCode = 1;
    }
  } finally {
    await parts.close();
  }
  return exitCode;
};

type Line = Readonly<{ outcome: 'equal' | 'differs' | 'failed'; text: string }>;

const rebuildOne = async ({ name }: Projection, rebuild: () => Promise<RebuildReport>): Promise<Line> => {
  try {
    const report = await rebuild();
    const { documents, events, seconds, eventsPerSecond, differing, unsettled, position } = report;
    const figures = `${documents} documents from ${events} events in ${seconds.toFixed(1)} s (${eventsPerSecond}/s) up to ${position}`;
    if (report.equal) return { outcome: 'equal', text: `${name}: equal, ${figures}` };
    const first = report.differences.map(
      (difference) =>
        `  ${JSON.stringify(difference, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))}`,
    );
    return {
      outcome: 'differs',
      text: [`${name}: ${differing} differ, ${unsettled} not compared, ${figures}`, ...first].join('\n'),
    };
  } catch (error) {
    return { outcome: 'failed', text: `${name}: not compared: ${error instanceof Error ? error.message : String(error)}` };
  }
};
