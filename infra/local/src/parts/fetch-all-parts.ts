import { kafkaParts } from '@guildhall/kafka';
import { mongoParts } from '@guildhall/mongo';
import type { LocalConfig } from '../config.js';
import { keptLayout } from '../platform/layout.js';
import { findJava } from './java.js';
import { ensureParts } from './maven-parts.js';

/** Fetches what the local stores need, so that a later start needs no network. @throws {Obstacle} when a tool is missing */
export const fetchAllParts = async (config: LocalConfig, announce: (line: string) => void): Promise<void> => {
  findJava(config.javaHome);
  const { cacheDir } = keptLayout(0);
  const fetching = { cacheDir, environment: config.childEnvironment, announce };
  await ensureParts(kafkaParts, fetching);
  await ensureParts(mongoParts, fetching);
  announce('the parts of the local stores are here');
};
