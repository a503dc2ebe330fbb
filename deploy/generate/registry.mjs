import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FACT, topicOf, topics } from '@guildhall/event-catalogue';

const SERVICES = ['identity', 'gigs', 'contracts', 'payments', 'disputes', 'reputation'];

/**
 * What the chart must know of topics and consumer groups, read from the catalogue's registry and from the listeners in the sources: for
 * each service its topic and, by group, the topics that the group reads.
 */
export const readRegistry = (root) => ({
  topics: topics.map(({ name, partitions, config }) => ({ name, partitions, config })),
  services: Object.fromEntries(SERVICES.map((service) => [service, ofService(root, service)])),
});

const ofService = (root, service) => {
  const groups = new Map([[`guildhall.${service}`, new Set()]]);
  for (const { group, facts } of listenersOf(root, service)) {
    const name = group ?? `guildhall.${service}`;
    const reads = groups.get(name) ?? new Set();
    for (const fact of facts) reads.add(topicOfFact(fact));
    groups.set(name, reads);
  }
  const order = topics.map(({ name }) => name);
  return {
    topic: topicOf(service),
    groups: Object.fromEntries([...groups].map(([name, reads]) => [name, order.filter((topic) => reads.has(topic))])),
  };
};

/** The facts that everyone but identity hears of sessions, signing keys and the clock are listened to in service-kit. */
const listenersOf = (root, service) => {
  const folders = [`services/${service}/src`, ...(service === 'identity' ? [] : ['libs/service-kit/src/identity-facts'])];
  return folders.flatMap((folder) => filesOf(join(root, folder)).map(readListener)).filter(({ facts }) => facts.length > 0);
};

const filesOf = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true })
        .map(String)
        .filter((file) => /\.listeners?\.ts$/.test(file))
        .map((file) => join(folder, file))
    : [];

const readListener = (file) => {
  const text = readFileSync(file, 'utf8');
  return {
    group: /ConsumerGroup = \{ group: '([^']+)'/.exec(text)?.[1] ?? null,
    facts: [...new Set([...text.matchAll(/\bFACT\.(\w+)/g)].map(([, name]) => name))],
  };
};

const topicOfFact = (name) => {
  const type = FACT[name];
  if (type === undefined) throw new Error(`the catalogue has no fact ${name}`);
  return topicOf(type.split('.')[1]);
};
