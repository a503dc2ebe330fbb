import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServiceDefinition } from '@guildhall/service-kit';
import { workspaceRoot } from './workspace.js';

/**
 * Mappings, projections and storage contracts of contracts as it was built: a bench runs what the service runs. It is loaded as a
 * program's output, at run time; nothing here compiles against the inside of a service.
 */
export const builtContracts = async (): Promise<ServiceDefinition> => {
  const file = join(workspaceRoot, 'services', 'contracts', 'dist', 'contracts.service.js');
  const loaded = (await import(pathToFileURL(file).href)) as { definition: ServiceDefinition };
  return loaded.definition;
};
