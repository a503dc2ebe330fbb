import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { valueSets } from '../../deploy/generate/snapshots.mjs';
import { ROOT } from './optional-tool.js';

/** A Kubernetes object as rendered; `spec` is looked into by the checks. */
export type Manifest = Readonly<{
  apiVersion: string;
  kind: string;
  metadata: Readonly<{
    name: string;
    namespace?: string;
    labels?: Readonly<Record<string, string>>;
    annotations?: Readonly<Record<string, string>>;
  }>;
  spec?: unknown;
  data?: Readonly<Record<string, string>>;
}>;

export type Labels = Readonly<Record<string, string>>;
export type Selector = Readonly<{
  matchLabels?: Labels;
  matchExpressions?: readonly Readonly<{ key: string; operator: string; values?: readonly string[] }>[];
}>;
export type Container = Readonly<{
  name: string;
  image: string;
  env?: readonly Readonly<{ name: string; value?: string }>[];
  securityContext?: Readonly<Record<string, unknown>>;
  lifecycle?: Readonly<{ preStop: Readonly<{ sleep: Readonly<{ seconds: number }> }> }>;
  resources: Readonly<{ requests: Labels; limits: Labels }>;
  startupProbe?: Probe;
  readinessProbe?: Probe;
  livenessProbe?: Probe;
}>;
type Probe = Readonly<{ httpGet: Readonly<{ path: string }> }>;
export type PodSpec = Readonly<{
  serviceAccountName: string;
  automountServiceAccountToken?: boolean;
  terminationGracePeriodSeconds?: number;
  securityContext: Readonly<Record<string, unknown>>;
  topologySpreadConstraints?: readonly unknown[];
  affinity?: unknown;
  containers: readonly Container[];
  volumes: readonly Readonly<Record<string, unknown>>[];
}>;
export type PodTemplate = Readonly<{ metadata: Readonly<{ labels: Labels }>; spec: PodSpec }>;
export type DeploymentSpec = Readonly<{
  replicas?: number;
  selector: Readonly<{ matchLabels: Labels }>;
  strategy: unknown;
  template: PodTemplate;
}>;

/** All objects of a text of YAML documents; a document that is no YAML throws. */
export const parseManifests = (text: string): readonly Manifest[] =>
  parseAllDocuments(text).flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    const value = document.toJSON() as Manifest | null;
    return value === null ? [] : [value];
  });

/** The committed snapshots by value set. */
export const snapshots: ReadonlyMap<string, readonly Manifest[]> = new Map(
  (valueSets() as readonly string[]).map((set) => [
    set,
    parseManifests(readFileSync(join(ROOT, 'deploy/snapshots', `${set}.yaml`), 'utf8')),
  ]),
);

export const ofKind = (manifests: readonly Manifest[], kind: string): readonly Manifest[] =>
  manifests.filter((manifest) => manifest.kind === kind);

export const deploymentSpec = (manifest: Manifest): DeploymentSpec => manifest.spec as DeploymentSpec;

export type Workload = Readonly<{ name: string; kind: string; template: PodTemplate }>;

/** Pod templates of all workloads with the name of their object. */
export const podTemplates = (manifests: readonly Manifest[]): readonly Workload[] =>
  manifests.flatMap(({ kind, metadata: { name }, spec }): readonly Workload[] => {
    switch (kind) {
      case 'Deployment':
      case 'StatefulSet':
      case 'Job':
        return [{ name, kind, template: (spec as { template: PodTemplate }).template }];
      case 'CronJob':
        return [
          { name, kind, template: (spec as { jobTemplate: { spec: { template: PodTemplate } } }).jobTemplate.spec.template },
        ];
      default:
        return [];
    }
  });

/** Whether labels fit a selector, by the rules of Kubernetes; an empty selector fits all. */
export const fits = ({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
  matchExpressions.every(({ key, operator, values = [] }) => {
    switch (operator) {
      case 'Exists':
        return key in labels;
      case 'DoesNotExist':
        return !(key in labels);
      case 'In':
        return key in labels && values.includes(labels[key] ?? '');
      case 'NotIn':
        return !(key in labels) || !values.includes(labels[key] ?? '');
      default:
        throw new Error(`an unknown operator: ${operator}`);
    }
  });
