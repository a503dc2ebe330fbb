import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { memorySpans, METRIC_REGISTRY, METRICS, SpanMetrics, startTracing, type MetricsRegistry } from '@guildhall/service-kit';
import { BOOTSTRAP_SECRET, TestIdentity } from './testing/identity-service.js';

jest.setTimeout(30_000); // passwords are hashed as in production

/** What people told us, and what must stay with them. */
const SEEDED = {
  email: 'zaphod.seeded@guildhall.example',
  changedEmail: 'trillian.seeded@guildhall.example',
  displayName: 'Zaphod Seedlebrox',
  password: 'seeded and private phrase',
  wrongPassword: 'seeded but wrong phrase',
  organisation: 'Seedling Magrathea GmbH',
  inPath: 'seeded-in-a-path',
  inQuery: 'seeded-in-a-query',
};

describe('The telemetry of people', () => {
  const exporter = memorySpans();
  const lines: string[] = [];
  const secrets: string[] = [BOOTSTRAP_SECRET];
  let identity: TestIdentity;
  let spanMetrics: SpanMetrics | null = null;

  beforeAll(async () => {
    const late = {
      onStart: () => undefined,
      onEnd: (span: Parameters<SpanMetrics['onEnd']>[0]) => spanMetrics?.onEnd(span),
      forceFlush: async () => undefined,
      shutdown: async () => undefined,
    };
    startTracing({ service: 'identity', version: 'spec', sink: { kind: 'memory', exporter }, processors: [late] });
    identity = await TestIdentity.start({ config: { logLevel: 'trace' }, logTo: (line) => lines.push(line) });
    spanMetrics = new SpanMetrics(identity.service.app.get<MetricsRegistry>(METRICS, { strict: false }));
    const { email, displayName, password } = SEEDED;
    const person = await identity.join({ email, displayName, password });
    secrets.push(person.accessToken, person.refreshToken);
    await identity.post('/accounts', identity.registration({ email, displayName: 7 }));
    await identity.post('/sessions', { email, password: SEEDED.wrongPassword });
    await identity.post('/password-resets', { email });
    await identity.post('/organisations', { name: SEEDED.organisation, country: 'DE' }, person);
    await identity.post(`/accounts/${person.accountId}/email-changes`, { email: SEEDED.changedEmail, password }, person);
    await identity.post('/bootstrap', { secret: BOOTSTRAP_SECRET, email, name: displayName });
    await identity.get(`/${SEEDED.inPath}`, person);
    await identity.get(`/accounts/${SEEDED.inPath}?name=${SEEDED.inQuery}`, person);
    await identity.service.settled();
  });
  afterAll(() => identity.close());

  const hitsIn = (texts: readonly string[]): readonly string[] => {
    const everything = texts.join('\n').toLowerCase();
    return [...Object.values(SEEDED), ...secrets].filter((seed) => everything.includes(seed.toLowerCase()));
  };

  it('holds nothing of theirs in spans', () => {
    const spans = exporter.getFinishedSpans();
    expect(spans.length).toBeGreaterThan(20);
    expect(
      hitsIn(spans.map(({ name, attributes, events, status }) => JSON.stringify([name, attributes, events, status]))),
    ).toEqual([]);
  });

  it('holds nothing of theirs in logs', () => {
    expect(lines.some((line) => line.includes('request refused'))).toBe(true);
    expect(hitsIn(lines)).toEqual([]);
  });

  it('holds nothing of theirs in series, whose labels all stand in the registry', async () => {
    const text = String((await identity.service.get('/metrics')).body);
    expect(text).toContain('command_duration_seconds');
    expect(hitsIn([text])).toEqual([]);
    const labels = new Map(
      METRIC_REGISTRY.map((metric) => [metric.name, [...metric.labels, 'service', 'le'] as readonly string[]]),
    );
    const strangers = [...text.matchAll(/^(\w+)\{(.*)\} \S+$/gm)].flatMap(([, name = '', pairs = '']) => {
      const known = labels.get(name) ?? labels.get(name.replace(/_(bucket|sum|count)$/, '')) ?? [];
      return [...pairs.matchAll(/(\w+)="/g)].flatMap(([, label = '']) => (known.includes(label) ? [] : [`${label} of ${name}`]));
    });
    expect(strangers).toEqual([]);
    expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length).toBeLessThan(5_000);
  });
});
