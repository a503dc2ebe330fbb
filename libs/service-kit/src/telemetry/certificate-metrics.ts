import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ServiceConfig } from '../config/service-config.js';
import { METRIC } from './metrics-registry.js';
import { gaugeOf, type MetricsRegistry } from './metrics.js';

/** The stores' authorities that a process was told to trust, as PEM texts; null where it trusts those of the system. */
type Authority = Readonly<{ certificate: string; pem: () => string | null }>;

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Tells when the authorities end that this process trusts its stores by: of a bundle the first one to end. Called again when a file was
 * renewed. What a store presents itself is told of by what renews it. Answers the names of those that cannot be read: their connections
 * will fail, and the series is left out.
 */
export const tellAuthorities = (metrics: MetricsRegistry, config: AuthoritiesOf): readonly string[] => {
  const gauge = gaugeOf(metrics, METRIC.certificateExpiry);
  return authoritiesOf(config).flatMap(({ certificate, pem }) => {
    const end = endOf(pem);
    if (end === 'unreadable') return [certificate];
    if (end !== null) gauge.set({ certificate }, end.getTime() / 1_000);
    return [];
  });
};

type AuthoritiesOf = Pick<ServiceConfig, 'eventStoreUrl' | 'mongodbUrl' | 'kafkaSecurity'> &
  Readonly<{ subjectKeys: Readonly<{ kind: 'file' }> | Readonly<{ kind: 'vault'; ca: string | null }> }>;

const authoritiesOf = ({ eventStoreUrl, mongodbUrl, kafkaSecurity, subjectKeys }: AuthoritiesOf): readonly Authority[] => [
  { certificate: 'event-store-authority', pem: () => authorityFileOf(eventStoreUrl) },
  { certificate: 'mongo-authority', pem: () => authorityFileOf(mongodbUrl) },
  { certificate: 'kafka-authority', pem: () => (kafkaSecurity.kind === 'plaintext' ? null : kafkaSecurity.ca) },
  { certificate: 'key-store-authority', pem: () => (subjectKeys.kind === 'file' ? null : subjectKeys.ca) },
];

/** Both clients take `tlsCAFile`, in any case of its letters. */
const authorityFileOf = (url: string): string | null => {
  if (!URL.canParse(url)) return null;
  const file = [...new URL(url).searchParams].find(([name]) => name.toLowerCase() === 'tlscafile')?.[1];
  return file === undefined ? null : readFileSync(file, 'utf8');
};

const endOf = (pem: () => string | null): Date | null | 'unreadable' => {
  try {
    const text = pem();
    if (text === null) return null;
    const ends = (text.match(PEM) ?? []).map((one) => new X509Certificate(one).validToDate.getTime());
    return ends.length === 0 ? 'unreadable' : new Date(Math.min(...ends));
  } catch {
    // No such file, no right to read it, or no certificate in it: for the caller, who says so, all the same.
    return 'unreadable';
  }
};
