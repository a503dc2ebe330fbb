import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { KafkaSecurity } from '@guildhall/messaging';
import type { ConfigReader } from './config-reader.js';
import type { ProcessRole } from './service-config.js';

/** Stores that can be told to be reached by TLS and credentials alone; production tells all of them. */
export const SECURED = ['event-store', 'kafka', 'mongo'] as const;
export type SecuredStore = (typeof SECURED)[number];

/**
 * `KAFKA_SECURITY`: `plaintext`, `tls`, or `sasl-tls` with `KAFKA_USERNAME`, `KAFKA_PASSWORD` and `KAFKA_SASL_MECHANISM`. `KAFKA_CA` is the
 * authority to trust as PEM text (`KAFKA_CA_FILE`: a file of it); without it those of the system.
 */
export const kafkaSecurity = (read: ConfigReader): KafkaSecurity => {
  /**
   * How to speak to brokers; the projector speaks to none.
   *
   * @roles api, relay, processor
   * @refused `plaintext`
   */
  const kind = read.oneOf('KAFKA_SECURITY', ['plaintext', 'tls', 'sasl-tls'], 'plaintext');
  switch (kind) {
    case 'plaintext':
      return { kind };
    case 'tls':
      return { kind, ca: authority(read, read.optional('KAFKA_CA')) };
    case 'sasl-tls':
      return {
        kind,
        ca: authority(read, read.optional('KAFKA_CA')),
        mechanism: read.oneOf('KAFKA_SASL_MECHANISM', ['scram-sha-512', 'plain'], 'scram-sha-512'),
        username: read.text('KAFKA_USERNAME'),
        password: read.text('KAFKA_PASSWORD'),
      };
  }
};

const authority = (read: ConfigReader, ca: string | null): string | null => {
  if (ca !== null && !holdsCertificates(ca)) read.refuse('KAFKA_CA holds no certificate that can be read');
  return ca;
};

/** Options of both stores' connection strings that name files, in small letters: clients take them in any case. */
const FILE_OPTIONS: Readonly<Record<string, (text: string) => boolean>> = {
  tlscafile: (text) => holdsCertificates(text),
  usercertfile: (text) => holdsCertificates(text),
  userkeyfile: (text) => holdsKey(text),
  tlscertificatekeyfile: (text) => holdsCertificates(text) && holdsKey(text),
};

/** Follows the certificates and keys that the connection strings name: their clients read them when they are made, by themselves. */
export const followStoreFiles = (read: ConfigReader, addresses: Pick<StoreAddresses, 'eventStoreUrl' | 'mongodbUrl'>): void => {
  const urls = { EVENTSTORE_URL: addresses.eventStoreUrl, MONGODB_URL: addresses.mongodbUrl };
  for (const [variable, url] of Object.entries(urls)) {
    for (const [option, path] of URL.canParse(url) ? new URL(url).searchParams : []) {
      const isGood = FILE_OPTIONS[option.toLowerCase()];
      if (isGood) read.follow(`${variable} ${option}`, path, isGood);
    }
  }
};

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** One certificate or more as PEM text, each of which can be read. */
export const holdsCertificates = (text: string): boolean => {
  const found = text.match(CERTIFICATE) ?? [];
  return found.length > 0 && found.every((one) => can(() => new X509Certificate(one)));
};

/** A private key as PEM text. */
export const holdsKey = (text: string): boolean => can(() => createPrivateKey(text));

/** A certificate, first of its chain, and the private key that belongs to it. */
export const isPair = (certificate: string, key: string): boolean =>
  holdsKey(key) && can(() => assert(new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))));

const can = (work: () => unknown): boolean => {
  try {
    work();
    return true;
  } catch {
    // OpenSSL's reasons name bytes; that it cannot be read is all that there is to say.
    return false;
  }
};

export type StoreAddresses = Readonly<{
  eventStoreUrl: string;
  mongodbUrl: string;
  kafkaSecurity: KafkaSecurity;
  roles: readonly ProcessRole[];
}>;

/** The projector never opens a connection to a broker; `api` asks it how topics stand. */
const ROLES_ON_KAFKA: readonly ProcessRole[] = ['api', 'relay', 'processor'];

/**
 * Refuses stores that can be reached without TLS or credentials: all of them in production, elsewhere those that `SECURE_STORES` names (a
 * comma list). So a platform of one machine holds the same rules for the servers that can keep them, and says for which.
 */
export const refuseInsecureStores = (read: ConfigReader, addresses: StoreAddresses): void => {
  /** Stores of which the rules of production for TLS and credentials hold outside of it, too; in production they hold for all. */
  const demanded = read.listOf('SECURE_STORES', SECURED, []);
  for (const store of SECURED) {
    const faults = faultsOf(store, addresses);
    for (const fault of faults) {
      if (read.production === 'production') read.refuseInProduction(true, fault);
      else if (demanded.includes(store)) read.refuse(`${fault}, which SECURE_STORES refuses`);
    }
  }
};

const faultsOf = (store: SecuredStore, addresses: StoreAddresses): readonly string[] => {
  const { eventStoreUrl, mongodbUrl, kafkaSecurity: kafka, roles } = addresses;
  switch (store) {
    case 'event-store':
      return faultsOfUrl('EVENTSTORE_URL', eventStoreUrl, ({ searchParams }) => searchParams.get('tls') !== 'false');
    case 'mongo':
      return faultsOfUrl('MONGODB_URL', mongodbUrl, hasMongoTls);
    case 'kafka':
      return kafka.kind === 'plaintext' && roles.some((role) => ROLES_ON_KAFKA.includes(role))
        ? ['KAFKA_SECURITY is plaintext']
        : [];
  }
};

const faultsOfUrl = (name: string, text: string, isEncrypted: (url: URL) => boolean): readonly string[] => {
  if (!URL.canParse(text)) return [];
  const url = new URL(text);
  return [
    ...(isEncrypted(url) ? [] : [`${name} is without TLS`]),
    ...(url.username === '' || url.password === '' ? [`${name} is without credentials`] : []),
  ];
};

/** TLS is the default of `mongodb+srv` and off in `mongodb` unless asked for. */
const hasMongoTls = ({ protocol, searchParams }: URL): boolean =>
  protocol === 'mongodb+srv:' ? searchParams.get('tls') !== 'false' : searchParams.get('tls') === 'true';
