import { fileURLToPath } from 'node:url';

/** What Maven fetches for the broker: 46 jars, 43 MB, once. Everything named in `sources` decides whether it is fetched anew. */
export const kafkaParts = {
  name: 'kafka',
  pom: fileURLToPath(new URL('../pom.xml', import.meta.url)),
  sources: [fileURLToPath(new URL('../pom.xml', import.meta.url))],
  goals: ['dependency:copy-dependencies'],
} as const;
