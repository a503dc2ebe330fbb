import { describe, expect, it, jest } from '@jest/globals';
import { faultsOf, KUBERNETES_VERSIONS } from './manifest-schemas.js';
import {
  deploymentSpec,
  fits,
  ofKind,
  podTemplates,
  snapshots,
  type Container,
  type DeploymentSpec,
  type Manifest,
  type Selector,
} from './manifests.js';
import { itWithTool, runTool } from './optional-tool.js';

/** Programs are started on a machine that may be busy; in ms. */
jest.setTimeout(120_000);

const DRAIN = 'SHUTDOWN_DEADLINE_MS';
const envOf = (container: Container | undefined, name: string): string | undefined =>
  container?.env?.find((variable) => variable.name === name)?.value;
const rolesOf = (manifests: readonly Manifest[], role: string): readonly DeploymentSpec[] =>
  ofKind(manifests, 'Deployment')
    .filter(({ metadata }) => metadata.labels?.['guildhall/role'] === role)
    .map(deploymentSpec);

describe.each([...snapshots])('The manifests of %s', (set, manifests) => {
  it.each(KUBERNETES_VERSIONS)('are valid for Kubernetes %s, with no unknown field', (version) =>
    expect(manifests.flatMap((manifest) => faultsOf(manifest, version))).toEqual([]),
  );

  it('name each object once', () => {
    const names = manifests.map(({ kind, metadata }) => `${kind}/${metadata.namespace ?? ''}/${metadata.name}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('have four roles of six services', () => {
    expect(ofKind(manifests, 'Deployment')).toHaveLength(24);
    for (const role of ['api', 'relay', 'projector', 'processor']) expect(rolesOf(manifests, role)).toHaveLength(6);
  });

  it('meet the restricted Pod Security standard', () => {
    for (const { name, template } of podTemplates(manifests)) {
      const { spec } = template;
      const at = { name };
      expect({ ...at, ...spec.securityContext }).toMatchObject({
        ...at,
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      for (const { securityContext } of spec.containers)
        expect({ ...at, ...securityContext }).toMatchObject({
          ...at,
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
      const kinds = spec.volumes.flatMap((volume) => Object.keys(volume).filter((key) => key !== 'name'));
      expect(
        kinds.filter((kind) => !['emptyDir', 'projected', 'secret', 'configMap', 'persistentVolumeClaim'].includes(kind)),
      ).toEqual([]);
      expect(spec.automountServiceAccountToken).toBe(false);
    }
  });

  it('give each pod a service account that is rendered, without a token', () => {
    const accounts = ofKind(manifests, 'ServiceAccount').map(({ metadata }) => metadata.name);
    for (const { template } of podTemplates(manifests)) expect(accounts).toContain(template.spec.serviceAccountName);
  });

  it('drain within the time that Kubernetes gives', () => {
    for (const { spec } of ofKind(manifests, 'Deployment').map((one) => deploymentSpec(one).template)) {
      const [container] = spec.containers;
      const waits = container?.lifecycle?.preStop.sleep.seconds ?? 0;
      const drains = Number(envOf(container, DRAIN)) / 1_000;
      const spans = Number(envOf(container, 'OTEL_EXPORTER_OTLP_TIMEOUT') ?? '0') / 1_000;
      expect(drains).toBeGreaterThan(0);
      expect(waits + drains + spans).toBeLessThan(spec.terminationGracePeriodSeconds ?? 0);
    }
  });

  it('ask every role three different things', () => {
    for (const { spec } of ofKind(manifests, 'Deployment').map((one) => deploymentSpec(one).template)) {
      const [container] = spec.containers;
      const paths = [container?.startupProbe, container?.readinessProbe, container?.livenessProbe].map(
        (probe) => probe?.httpGet.path,
      );
      expect(paths).toEqual(['/health/startup', '/health/ready', '/health/live']);
    }
  });

  it('leave a heap that fits into the memory limit', () => {
    for (const { spec } of ofKind(manifests, 'Deployment').map((one) => deploymentSpec(one).template)) {
      const [container] = spec.containers;
      const heap = Number(/--max-old-space-size=(\d+)/.exec(envOf(container, 'NODE_OPTIONS') ?? '')?.[1]);
      const limit = Number(/^(\d+)Mi$/.exec(container?.resources.limits['memory'] ?? '')?.[1]);
      expect(heap).toBeGreaterThan(128);
      expect(heap).toBeLessThan(limit * 0.85);
    }
  });

  it('select pods by what never changes', () => {
    for (const { selector, template } of ofKind(manifests, 'Deployment').map(deploymentSpec)) {
      expect(Object.keys(selector.matchLabels).filter((key) => /version|chart/.test(key))).toEqual([]);
      expect(fits(selector, template.metadata.labels)).toBe(true);
    }
  });

  it('have a disruption budget exactly where two pods or more run', () => {
    const budgets = ofKind(manifests, 'PodDisruptionBudget').map(({ spec }) => (spec as { selector: Selector }).selector);
    const least = (name: string): number => {
      const hpa = ofKind(manifests, 'HorizontalPodAutoscaler').find(({ metadata }) => metadata.name === name);
      const scaled = ofKind(manifests, 'ScaledObject').find(({ metadata }) => metadata.name === name);
      if (hpa !== undefined) return (hpa.spec as { minReplicas: number }).minReplicas;
      return (scaled?.spec as { minReplicaCount: number } | undefined)?.minReplicaCount ?? 0;
    };
    for (const deployment of ofKind(manifests, 'Deployment')) {
      const { replicas, template } = deploymentSpec(deployment);
      const covered = budgets.filter((budget) => fits(budget, template.metadata.labels)).length;
      expect({ name: deployment.metadata.name, covered }).toEqual({
        name: deployment.metadata.name,
        covered: (replicas ?? least(deployment.metadata.name)) >= 2 ? 1 : 0,
      });
    }
  });

  it('scale one workload by one thing, and never say how many pods it has beside that', () => {
    const targets = [...ofKind(manifests, 'HorizontalPodAutoscaler'), ...ofKind(manifests, 'ScaledObject')].map(
      ({ spec }) => (spec as { scaleTargetRef: { name: string } }).scaleTargetRef.name,
    );
    expect(new Set(targets).size).toBe(targets.length);
    for (const deployment of ofKind(manifests, 'Deployment'))
      expect(deploymentSpec(deployment).replicas === undefined).toBe(targets.includes(deployment.metadata.name));
  });

  it('take no registry, image or address from elsewhere than the values', () => {
    const images = podTemplates(manifests).flatMap(({ template }) => template.spec.containers.map(({ image }) => image));
    const expected =
      set === 'air-gapped' ? /^registry\.internal:5000\/guildhall\/\w+@sha256:[0-9a-f]{64}$/ : /^guildhall\/\w+:0\.1\.0$/;
    for (const image of images) expect(image).toMatch(expected);
  });

  const sources = [
    '-schema-location',
    'deploy/schemas/kubernetes/{{.NormalizedKubernetesVersion}}/{{.ResourceKind}}{{.KindSuffix}}.json',
  ];
  const custom = ['-schema-location', 'deploy/schemas/custom/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json'];
  for (const version of KUBERNETES_VERSIONS)
    itWithTool('kubeconform', `pass kubeconform for Kubernetes ${version}`, (kubeconform) => {
      const args = ['-strict', '-kubernetes-version', version.slice(1), ...sources, ...custom, `deploy/snapshots/${set}.yaml`];
      expect(runTool(kubeconform, args)).toMatchObject({ status: 0, stdout: '' });
    });

  // No CPU limit: throttling stops heartbeats, and leases are lost. Pull policy: digests pin images, tags are never moved.
  const exceptions = ['--ignore-container-cpu-limit', '--ignore-test', 'container-image-pull-policy'];
  itWithTool('kube-score', 'have no critical finding of kube-score beyond the two exceptions', (kubeScore) => {
    const ran = runTool(kubeScore, ['score', ...exceptions, '--output-format', 'ci', `deploy/snapshots/${set}.yaml`]);
    expect(ran.stdout.split('\n').filter((line) => line.startsWith('[CRITICAL]'))).toEqual([]);
    expect(ran.stdout).toContain('[OK]');
  });
});

describe('The schemas of manifests', () => {
  const [deployment] = ofKind(snapshots.get('small') ?? [], 'Deployment');
  it.each(KUBERNETES_VERSIONS)('of %s refuse a field that does not exist, and one of another type', (version) => {
    if (deployment === undefined) throw new Error('the small set has no Deployment');
    const spec = deploymentSpec(deployment);
    const pod = { ...spec.template, spec: { ...spec.template.spec, restartPolicies: 'Never' } };
    expect(faultsOf({ ...deployment, spec: { ...spec, template: pod } }, version).join()).toContain('restartPolicies');
    expect(faultsOf({ ...deployment, spec: { ...spec, replicas: 'two' } }, version).join()).toContain('/spec/replicas');
  });

  it('know no kind that is not committed', () =>
    expect(() => faultsOf({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' } }, KUBERNETES_VERSIONS[0] ?? '')).toThrow(
      'ENOENT',
    ));
});
