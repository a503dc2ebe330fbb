import type { SecretReload } from '../config/watched-config.js';
import type { Logger } from './logger.js';
import { METRIC } from './metrics-registry.js';
import { counterOf, type MetricsRegistry } from './metrics.js';

/** Counts what became of changed files and says so in one line each: the variable, the file and what is wrong with it, never a value. */
export const tellReloads = (metrics: MetricsRegistry, logger: Logger): ((reload: SecretReload) => void) => {
  const reloads = counterOf(metrics, METRIC.secretReloads);
  return ({ variable, file, outcome, reasons }) => {
    reloads.inc({ secret: variable, outcome });
    switch (outcome) {
      case 'taken':
        return logger.info({ secret: variable, file }, 'taken from its changed file');
      case 'refused':
        return logger.warn({ secret: variable, file, reasons }, 'changed file refused: the value of before goes on');
      case 'kept':
        return logger.warn({ secret: variable, file, reasons }, 'changed file counts from the next start on');
    }
  };
};
