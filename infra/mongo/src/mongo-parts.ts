import { fileURLToPath } from 'node:url';

const pom = fileURLToPath(new URL('../pom.xml', import.meta.url));

/** What Maven fetches and compiles for the document database: mongo-java-server, 6 MB of jars, and our launcher class. */
export const mongoParts = {
  name: 'mongo',
  pom,
  sources: [pom, fileURLToPath(new URL('../java/guildhall/mongo/DocumentServer.java', import.meta.url))],
  goals: ['compiler:compile', 'dependency:copy-dependencies'],
} as const;
