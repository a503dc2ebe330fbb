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
      return { kind, ca: read.optional('KAFKA_CA') };
    case 'sasl-tls':
      return {
        kind,
        ca: read.optional('KAFKA_CA'),
        mechanism: read.oneOf('KAFKA_SASL_MECHANISM', ['scram-sha-512', 'plain'], 'scram-sha-512'),
        username: read.text('KAFKA_USERNAME'),
        password: read.text('KAFKA_PASSWORD'),
      };
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
