import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { fits, ofKind, podTemplates, snapshots, type Labels, type Manifest, type Selector } from './manifests.js';
import { ROOT } from './optional-tool.js';

type Peer = Readonly<{ podSelector?: Selector; namespaceSelector?: Selector; ipBlock?: unknown }>;
type Port = Readonly<{ port: number | string; protocol: string }>;
type PolicySpec = Readonly<{
  podSelector: Selector;
  policyTypes: readonly string[];
  ingress?: readonly Readonly<{ from?: readonly Peer[]; ports?: readonly Port[] }>[];
  egress?: readonly Readonly<{ to?: readonly Peer[]; ports?: readonly Port[] }>[];
}>;
type External = Readonly<{
  url?: string;
  existingClaim?: string;
  network?: Readonly<{ ports: readonly number[]; peers: readonly Peer[] }>;
}>;
type Values = Readonly<{
  externals: Readonly<Record<string, External>>;
  networkPolicy: Readonly<Record<string, readonly Peer[]>>;
}>;
type Edge = Readonly<{ to: string; services?: readonly string[]; roles?: readonly string[] }>;

const yaml = <T>(path: string): T => parse(readFileSync(join(ROOT, path), 'utf8')) as T;
const edges = yaml<readonly Edge[]>('deploy/edges.yaml');
const defaults = yaml<Values>('deploy/chart/values.yaml');
const valuesOf = (set: string): Values => yaml<Values>(`deploy/chart/ci/${set}-values.yaml`);
const REQUIRED = ['eventStore', 'mongo', 'kafka'];
/** Role pods carry both labels, pods of jobs neither. */
const identityOf = (labels: Labels): readonly [string, string] => [
  labels['guildhall/service'] ?? '',
  labels['guildhall/role'] ?? '',
];

const policiesFor = (manifests: readonly Manifest[], labels: Labels): readonly PolicySpec[] =>
  ofKind(manifests, 'NetworkPolicy')
    .map(({ spec }) => spec as PolicySpec)
    .filter(({ podSelector }) => fits(podSelector, labels));
const form = (peers: readonly Peer[] | undefined, ports: readonly (number | string)[]): string =>
  JSON.stringify([peers ?? [], [...ports].sort()]);
const isUsed = (name: string, external: External | undefined): boolean => REQUIRED.includes(name) || Boolean(external?.url);

describe.each([...snapshots])('The network of %s', (set, manifests) => {
  const values = valuesOf(set);
  const pods = podTemplates(manifests).map(({ name, template }) => ({ name, labels: template.metadata.labels }));
  const rolePods = pods.filter(({ labels }) => 'guildhall/role' in labels);
  const nameOfForm = new Map(
    Object.entries(values.externals).flatMap(([name, external]) => {
      const network = external.network;
      return network === undefined ? [] : [[form(network.peers, network.ports), name] as const];
    }),
  );

  it('is closed for every pod in both directions', () => {
    for (const { name, labels } of pods) {
      const closed = policiesFor(manifests, labels).some(
        ({ policyTypes, ingress, egress }) => policyTypes.length === 2 && ingress === undefined && egress === undefined,
      );
      expect({ name, closed }).toEqual({ name, closed: true });
    }
  });

  it('is open for exactly the edges of the table, and for names', () => {
    for (const { name, labels } of rolePods) {
      const [service, role] = identityOf(labels);
      const rules = policiesFor(manifests, labels).flatMap(({ egress = [] }) => egress);
      const open = rules.map(({ to, ports = [] }) => {
        const found = form(
          to,
          ports.map(({ port }) => port),
        );
        if (found === form(defaults.networkPolicy['dnsPeers'], [53, 53])) return 'names';
        return nameOfForm.get(found) ?? found;
      });
      const wanted = edges
        .filter(({ services, roles }) => (services?.includes(service) ?? true) && (roles?.includes(role) ?? true))
        .map(({ to }) => to)
        .filter((to) => isUsed(to, values.externals[to]));
      expect({ name, open: open.sort() }).toEqual({ name, open: ['names', ...wanted].sort() });
    }
  });

  it('lets requests in to api alone, and scrapes to every role', () => {
    for (const { name, labels } of rolePods) {
      const [, role] = identityOf(labels);
      const peers = policiesFor(manifests, labels).flatMap(({ ingress = [] }) => ingress.flatMap(({ from = [] }) => from));
      const { ingressPeers = [], monitoringPeers = [] } = values.networkPolicy;
      const known = peers.map((peer) => {
        if (ingressPeers.some((one) => JSON.stringify(one) === JSON.stringify(peer))) return 'requests';
        if (monitoringPeers.some((one) => JSON.stringify(one) === JSON.stringify(peer))) return 'scrape';
        return peer.podSelector?.matchExpressions?.[0]?.key === 'guildhall/job' ? 'jobs' : JSON.stringify(peer);
      });
      const wanted = [...(role === 'api' ? ['jobs', 'requests'] : []), ...(monitoringPeers.length > 0 ? ['scrape'] : [])];
      expect({ name, known: known.sort() }).toEqual({ name, known: wanted.sort() });
    }
  });

  it('never opens to everyone: each rule names peers and ports', () => {
    for (const { spec } of ofKind(manifests, 'NetworkPolicy')) {
      const { ingress = [], egress = [] } = spec as PolicySpec;
      for (const { from = [], ports = [] } of ingress) expect([from.length > 0, ports.length > 0]).toEqual([true, true]);
      for (const { to = [], ports = [] } of egress) expect([to.length > 0, ports.length > 0]).toEqual([true, true]);
    }
  });

  it('gives each job the network that it needs before the release has one', () => {
    for (const job of [...ofKind(manifests, 'Job'), ...ofKind(manifests, 'CronJob')]) {
      const hook = job.metadata.annotations?.['helm.sh/hook'];
      const policy = ofKind(manifests, 'NetworkPolicy').find(({ metadata }) => metadata.name === job.metadata.name);
      expect(policy?.metadata.annotations?.['helm.sh/hook']).toBe(hook);
      if (hook === undefined) continue;
      const weight = (manifest: Manifest | undefined) => Number(manifest?.metadata.annotations?.['helm.sh/hook-weight']);
      expect(weight(policy)).toBeLessThan(weight(job));
    }
  });
});

describe('The table of edges', () => {
  it('names only externals that the chart has, and each of them', () =>
    expect(edges.map(({ to }) => to).sort()).toEqual(Object.keys(defaults.externals).sort()));
});
