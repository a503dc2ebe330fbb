import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { snapshotArgs, snapshotFileOf, templateArgs, valuesFileOf, valueSets } from '../../deploy/generate/snapshots.mjs';
import { faultsOf, KUBERNETES_VERSIONS } from './manifest-schemas.js';
import { deploymentSpec, ofKind, parseManifests, podTemplates, type Manifest } from './manifests.js';
import { itWithTool, ROOT, runTool } from './optional-tool.js';

const sets = valueSets() as readonly string[];
const SMALL = ['-f', valuesFileOf('small')];
const HA = ['-f', valuesFileOf('highly-available')];

type Job = Readonly<{ ttlSecondsAfterFinished?: number }>;

const render = (helm: string, ...args: string[]): readonly Manifest[] => {
  const { status, stdout, stderr } = runTool(helm, templateArgs(...args));
  if (status !== 0) throw new Error(stderr);
  return parseManifests(stdout);
};
const named = (manifests: readonly Manifest[], kind: string, name: string): Manifest => {
  const found = ofKind(manifests, kind).find(({ metadata }) => metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
};

describe('The templates', () => {
  const folder = join(ROOT, 'deploy/chart/templates');
  it.each(readdirSync(folder))('%s ask neither the cluster nor the clock nor chance', (name) =>
    expect(readFileSync(join(folder, name), 'utf8')).not.toMatch(
      /\b(lookup|randAlpha\w*|randNumeric|randAscii|randBytes|randInt|now|uuidv4|genCA|genSelf\w*|genSigned\w*|htpasswd|bcrypt|getHostByName)\b|\.Capabilities/,
    ),
  );
});

describe.each(sets)('The value set %s', (set) => {
  itWithTool('helm', 'passes helm lint', (helm) => {
    const ran = runTool(helm, ['lint', 'deploy/chart', '--strict', '--kube-version', '1.34.0', '-f', valuesFileOf(set)]);
    expect({ status: ran.status, failed: /\d+ chart\(s\) failed/.exec(ran.stdout)?.[0] }).toEqual({
      status: 0,
      failed: '0 chart(s) failed',
    });
  });

  itWithTool('helm', 'renders twice to the same bytes, those of the committed snapshot', (helm) => {
    const once = runTool(helm, snapshotArgs(set)).stdout;
    expect(runTool(helm, snapshotArgs(set)).stdout).toBe(once);
    // Not `toBe`: a difference of thousands of lines helps nobody; `npm run chart` and `git diff` show it.
    expect(once === readFileSync(snapshotFileOf(set), 'utf8')).toBe(true);
  });

  itWithTool('yamllint', 'and what it renders is clean YAML', (yamllint) =>
    expect(runTool(yamllint, ['-s', '-c', 'deploy/.yamllint.yaml', snapshotFileOf(set), valuesFileOf(set)])).toMatchObject({
      status: 0,
      stdout: '',
    }),
  );
});

describe('A render is refused', () => {
  const refusals: readonly (readonly [what: string, args: readonly string[], said: string])[] = [
    [
      'with a key that was removed',
      ['--set', 'replicaCount=3'],
      'replicaCount is not read since 0.1.0: set services.<name>.<role>.replicas',
    ],
    ['with a store that is not bundled', ['--set', 'kafka.enabled=true'], 'no broker is bundled'],
    ['with a key that nobody knows', ['--set', 'defaults.api.replica=3'], 'replica'],
    ['with a value of another type', ['--set-string', 'defaults.api.replicas=three'], 'replicas'],
    [
      'when draining outlasts the grace period',
      ['--set', 'defaults.all.shutdown.graceSeconds=35'],
      'leaves nothing of graceSeconds 35',
    ],
    [
      'when one service drains too long',
      ['--set', 'services.payments.processor.shutdown.drainSeconds=40'],
      'services.payments.processor.shutdown',
    ],
    [
      'with a HorizontalPodAutoscaler on a processor',
      ['--set', 'defaults.processor.autoscaling.enabled=true'],
      'only api is scaled by CPU',
    ],
    ['with KEDA on an api', ['--set', 'defaults.api.keda.enabled=true'], 'only processor is scaled by lag'],
    ['with more processors than partitions', ['--set', 'services.gigs.processor.replicas=13'], 'above the 12 partitions'],
    [
      'with KEDA beyond the partitions',
      ['--set', 'defaults.processor.keda.enabled=true,defaults.processor.keda.maxReplicas=13'],
      'keda.maxReplicas is above the 12',
    ],
    [
      'with limits the wrong way round',
      ['--set', 'defaults.api.autoscaling.enabled=true,defaults.api.autoscaling.minReplicas=9'],
      'minReplicas is above maxReplicas',
    ],
    ['with two standbys', ['--set', 'defaults.relay.replicas=3'], 'one is active and one stands by'],
    ['without brokers', ['--set', 'externals.kafka.brokers=null'], 'externals.kafka.brokers'],
    ['without a key store', ['--set', 'externals.keyStore.existingClaim='], 'neither url nor existingClaim'],
    ['with two key stores', ['--set', 'externals.keyStore.url=https://keys.example'], 'keep one'],
    ['without a payment provider', ['--set', 'externals.paymentProvider.url='], 'externals.paymentProvider.url is empty'],
    [
      'with a network that nobody opened',
      ['--set', 'externals.otlp.url=http://otlp.example'],
      'externals.otlp.network.peers is empty',
    ],
    [
      'with an Ingress that cannot reach the pods',
      ['--set', 'networkPolicy.ingressPeers=null'],
      'networkPolicy.ingressPeers is empty',
    ],
    [
      'with a ServiceMonitor that cannot scrape',
      ['--set', 'metrics.serviceMonitor.enabled=true'],
      'networkPolicy.monitoringPeers is empty',
    ],
    ['with a route without a gateway', ['--set', 'gateway.enabled=true'], 'gateway.parentRefs is empty'],
    [
      'with a former key that is never rotated',
      ['--set', 'services.gigs.former.existingSecret=old,services.gigs.former.keys={REFRESH_HMAC_KEY}'],
      'REFRESH_HMAC_KEY is not rotated in gigs; REQUEST_HASH_KEY',
    ],
    [
      'with former keys from nowhere',
      ['--set', 'services.gigs.former.keys={REQUEST_HASH_KEY}'],
      'services.gigs.former: name existingSecret and keys, or neither',
    ],
    ['with a hook that Helm never runs', ['--set', 'jobs.ledgerCheck.mode=hook'], 'jobs.ledgerCheck is a hook without hooks'],
    [
      'with a job of the command line that nobody signs in for',
      ['--set', 'jobs.ledgerCheck.mode=job'],
      'jobs.ledgerCheck.existingSecret is empty: name the secret with GUILDHALL_OPERATOR_EMAIL and GUILDHALL_OPERATOR_PASSWORD',
    ],
    [
      'with a hook of the command line that nobody signs in for',
      ['--set', 'jobs.preflight.mode=hook'],
      'jobs.preflight.existingSecret is empty',
    ],
    [
      'with KEDA that cannot ask brokers with passwords for the lag',
      ['--set', 'defaults.processor.keda.enabled=true'],
      'services.gigs.processor.keda.authenticationRef is empty: name the TriggerAuthentication',
    ],
    ['with memory in a unit of its own', ['--set', 'defaults.all.resources.limits.memory=1e9'], 'give it in Mi, Gi, M or G'],
    ['on a Kubernetes without preStop sleep', ['--kube-version', '1.29.0'], 'incompatible with Kubernetes'],
  ];
  for (const [what, args, said] of refusals)
    itWithTool('helm', what, (helm) => {
      const { status, stderr } = runTool(helm, templateArgs(...SMALL, ...args));
      expect({ refused: status !== 0, stderr }).toEqual({ refused: true, stderr: expect.stringContaining(said) });
    });

  itWithTool('helm', 'with all faults at once', (helm) => {
    const { stderr } = runTool(
      helm,
      templateArgs(...SMALL, '--set', 'replicaCount=1,defaults.relay.replicas=3,externals.paymentProvider.url='),
    );
    expect(stderr.match(/^ {2}- /gm)).toHaveLength(1 + 6 + 1);
  });
});

describe('The chart', () => {
  itWithTool('helm', 'renders nothing when a parent chart switches it off', (helm) =>
    expect(render(helm, '--set', 'enabled=false')).toEqual([]),
  );

  itWithTool('helm', 'lets a parent chart pass its globals', (helm) =>
    expect(render(helm, ...SMALL, '--set', 'global.team=payments').length).toBe(render(helm, ...SMALL).length),
  );

  itWithTool('helm', 'leaves out a service with everything that is its own', (helm) => {
    const manifests = render(helm, ...HA, '--set', 'services.reputation.enabled=false');
    const left = manifests.filter(({ metadata, kind }) => metadata.name.includes('reputation') && !kind.startsWith('Kafka'));
    expect(left).toEqual([]);
  });

  itWithTool('helm', 'lets a later value win, a false one too', (helm) => {
    const args = [
      '--set',
      'defaults.all.podDisruptionBudget.enabled=true,defaults.all.replicas=2,services.gigs.api.podDisruptionBudget.enabled=false',
    ];
    const manifests = render(helm, ...SMALL, ...args, '--set', 'services.gigs.relay.replicas=0');
    const budgets = ofKind(manifests, 'PodDisruptionBudget').map(({ metadata }) => metadata.name);
    expect(budgets).toContain('guildhall-gigs-projector');
    expect(budgets).not.toContain('guildhall-gigs-api');
    expect(deploymentSpec(named(manifests, 'Deployment', 'guildhall-gigs-relay')).replicas).toBe(0);
    expect(deploymentSpec(named(manifests, 'Deployment', 'guildhall-payments-relay')).replicas).toBe(2);
  });

  itWithTool('helm', 'leaves the user to a platform that chooses one', (helm) => {
    const manifests = render(
      helm,
      ...SMALL,
      '--set',
      'podSecurity.runAsUser=null,podSecurity.runAsGroup=null,podSecurity.fsGroup=null',
    );
    for (const { template } of podTemplates(manifests))
      expect(Object.keys(template.spec.securityContext)).not.toContain('runAsUser');
  });

  itWithTool('helm', 'puts all pods on one host with a key store in a file, and spreads them with another', (helm) => {
    const [small] = podTemplates(render(helm, ...SMALL));
    const [spread] = podTemplates(render(helm, ...HA));
    expect(small?.template.spec).toMatchObject({ affinity: { podAffinity: expect.anything() } });
    expect(small?.template.spec.topologySpreadConstraints).toBeUndefined();
    expect(spread?.template.spec.topologySpreadConstraints).toHaveLength(2);
    expect(spread?.template.spec.affinity).toBeUndefined();
  });

  itWithTool('helm', 'runs a job as a hook, as a Job, by a schedule, or not at all', (helm) => {
    const kindOf = (...settings: string[]) =>
      render(helm, ...SMALL, '--set', ['jobs.rebuild.existingSecret=operator', ...settings].join(','))
        .filter(({ kind, metadata }) => ['Job', 'CronJob'].includes(kind) && metadata.name === 'guildhall-rebuild')
        .map(({ kind, metadata }) => `${kind}${metadata.annotations?.['helm.sh/hook'] ?? ''}`);
    expect(kindOf('jobs.rebuild.mode=external')).toEqual([]);
    expect(kindOf('jobs.rebuild.mode=job')).toEqual(['Job']);
    expect(kindOf('jobs.rebuild.mode=job', 'jobs.rebuild.schedule=0 1 * * *')).toEqual(['CronJob']);
    expect(kindOf('jobs.rebuild.mode=hook', 'jobs.rebuild.hooks={post-upgrade}')).toEqual(['Jobpost-upgrade']);
  });

  itWithTool('helm', 'removes a finished Job after the seconds that are set, at once where they are none', (helm) => {
    const lasts = (seconds: string) => {
      const set = `jobs.rebuild.mode=job,jobs.rebuild.existingSecret=operator,jobs.rebuild.ttlSecondsAfterFinished=${seconds}`;
      return (named(render(helm, ...SMALL, '--set', set), 'Job', 'guildhall-rebuild').spec as Job).ttlSecondsAfterFinished;
    };
    expect(['null', '0', '600'].map(lasts)).toEqual([undefined, 0, 600]);
  });

  itWithTool('helm', 'lets KEDA ask brokers that know no passwords', (helm) => {
    const set = 'defaults.processor.keda.enabled=true,externals.kafka.security=tls';
    expect(ofKind(render(helm, ...SMALL, '--set', set), 'ScaledObject')).toHaveLength(6);
  });

  itWithTool('helm', 'keeps the names of objects when only a version changes', (helm) => {
    const namesFor = (tag: string) =>
      render(helm, ...HA, '--set', `image.tag=${tag}`).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(namesFor('0.2.0')).toEqual(namesFor('0.1.0'));
  });

  itWithTool('helm', 'brings the rules with links to where the operator keeps pages, and every dashboard', (helm) => {
    const bases = 'alerts.runbookBase=https://wiki.example/runbooks/,alerts.dashboardBase=https://grafana.example/d';
    const manifests = render(helm, ...HA, '--set', bases);
    expect(manifests.flatMap((manifest) => faultsOf(manifest, KUBERNETES_VERSIONS[0] ?? ''))).toEqual([]);
    const { groups } = named(manifests, 'PrometheusRule', 'guildhall').spec as {
      groups: readonly { rules: readonly { alert?: string; annotations?: Readonly<Record<string, string>> }[] }[];
    };
    const alerts = groups.flatMap(({ rules }) => rules).filter(({ alert }) => alert !== undefined);
    expect(alerts.length).toBeGreaterThan(10);
    for (const { annotations = {} } of alerts) {
      expect(annotations['runbook_url']).toMatch(/^https:\/\/wiki\.example\/runbooks\/[\w-]+\.md$/);
      expect(annotations['dashboard_url']).toMatch(/^https:\/\/grafana\.example\/d\/[\w-]+$/);
    }
    const dashboards = ofKind(manifests, 'ConfigMap').filter(({ metadata }) => metadata.labels?.['grafana_dashboard'] === '1');
    const files = readdirSync(join(ROOT, 'infra/observability/dashboards'));
    expect(dashboards.flatMap(({ data = {} }) => Object.keys(data)).sort()).toEqual(files.sort());
    for (const { data = {} } of dashboards)
      for (const text of Object.values(data)) expect(() => JSON.parse(text) as unknown).not.toThrow();
  });

  itWithTool('helm', 'scales each consumer group by every topic that it reads', (helm) => {
    const scaled = named(render(helm, ...HA), 'ScaledObject', 'guildhall-identity-processor').spec as {
      triggers: readonly { metadata: { consumerGroup: string; topic: string } }[];
    };
    expect(scaled.triggers.map(({ metadata: { consumerGroup, topic } }) => `${consumerGroup} ${topic}`)).toEqual([
      'guildhall.identity guildhall.payments.events',
      'guildhall.identity guildhall.disputes.events',
      'guildhall.identity.notifier guildhall.contracts.events',
      'guildhall.identity.notifier guildhall.payments.events',
      'guildhall.identity.notifier guildhall.disputes.events',
    ]);
  });
});
