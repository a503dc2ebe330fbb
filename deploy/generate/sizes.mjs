import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { snapshotFileOf, valueSets } from './snapshots.mjs';

const MEBIBYTES = { Mi: 1, Gi: 1024 };
const cores = (text) => (text.endsWith('m') ? Number(text.slice(0, -1)) / 1000 : Number(text));
const mebibytes = (text) => Number(text.slice(0, -2)) * MEBIBYTES[text.slice(-2)];

/** Pods at the least: those of a Deployment, or of the scaler that looks after it. */
const podsOf = ({ metadata, spec }, scalers) => {
  const scaler = scalers.find(({ spec: { scaleTargetRef } }) => scaleTargetRef.name === metadata.name);
  return scaler?.spec.minReplicas ?? scaler?.spec.minReplicaCount ?? spec.replicas;
};

const sizeOf = (set) => {
  const manifests = parseAllDocuments(readFileSync(snapshotFileOf(set), 'utf8')).map((document) => document.toJSON());
  const ofKind = (...kinds) => manifests.filter((manifest) => kinds.includes(manifest?.kind));
  const scalers = ofKind('HorizontalPodAutoscaler', 'ScaledObject');
  const sum = { set, pods: 0, cores: 0, requested: 0, limit: 0 };
  for (const deployment of ofKind('Deployment')) {
    const pods = podsOf(deployment, scalers);
    const { requests, limits } = deployment.spec.template.spec.containers[0].resources;
    sum.pods += pods;
    sum.cores += pods * cores(requests.cpu);
    sum.requested += pods * mebibytes(requests.memory);
    sum.limit += pods * mebibytes(limits.memory);
  }
  return sum;
};

const gibibytes = (number) => `${(number / 1024).toFixed(1)} GiB`;

/** What each value set asks of a cluster at the least, out of its snapshot: pods of the services, without stores and jobs. */
export const sizesTable = () => {
  const rows = valueSets()
    .map(sizeOf)
    .map(
      ({ set, pods, cores: cpu, requested, limit }) =>
        `| [${set}](../../deploy/chart/ci/${set}-values.yaml) | ${pods} | ${cpu.toFixed(1)} cores, ${gibibytes(requested)} | ${gibibytes(limit)} |`,
    );
  return ['| Value set | Pods at the least | Requested in all | Memory limits in all |', '|---|---|---|---|', ...rows].join('\n');
};
