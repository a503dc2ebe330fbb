/** What differs between two brokers; everything else is the same for all. */
export interface BrokerPlace {
  /** Clients connect here, on the loopback address. */
  readonly port: number;
  /** The broker's own controller listener; no client uses it. */
  readonly controllerPort: number;
  /** Absolute folder of the log. */
  readonly logDirectory: string;
  /** Left out: plain text, and everybody may do everything. */
  readonly security?: BrokerSecurity;
}

/** TLS, users with passwords (SASL PLAIN) and access lists that deny what they do not name. */
export interface BrokerSecurity {
  /** PEM: private key, then its certificate. It has to name the loopback address. */
  readonly keyStoreFile: string;
  /** PEM: the authority that issued it. */
  readonly trustStoreFile: string;
  /** The broker's own user: it may do everything. */
  readonly broker: BrokerUser;
  readonly users: readonly BrokerUser[];
}

/** Name and password hold no quotation marks: they stand in a JAAS line. */
export interface BrokerUser {
  readonly name: string;
  readonly password: string;
}

const openLines: readonly string[] = ['listener.security.protocol.map=CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT'];

const jaas = ({ broker, users }: BrokerSecurity): string => {
  const known = [broker, ...users].map(({ name, password }) => `user_${name}="${password}"`);
  const own = `username="${broker.name}" password="${broker.password}"`;
  return `org.apache.kafka.common.security.plain.PlainLoginModule required ${own} ${known.join(' ')};`;
};

/** The controller's listener is secured as well: whoever reaches it in plain text would be nobody, and nobody may do nothing. */
const securityLines = (security: BrokerSecurity): readonly string[] => [
  'listener.security.protocol.map=CLIENTS:SASL_SSL,CONTROLLER:SASL_SSL',
  'sasl.enabled.mechanisms=PLAIN',
  'sasl.mechanism.inter.broker.protocol=PLAIN',
  'sasl.mechanism.controller.protocol=PLAIN',
  ...['clients', 'controller'].map((listener) => `listener.name.${listener}.plain.sasl.jaas.config=${jaas(security)}`),
  'ssl.keystore.type=PEM',
  `ssl.keystore.location=${security.keyStoreFile}`,
  'ssl.truststore.type=PEM',
  `ssl.truststore.location=${security.trustStoreFile}`,
  'authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  `super.users=User:${security.broker.name}`,
  'allow.everyone.if.no.acl.found=false',
];

const loopback = (port: number): string => `127.0.0.1:${String(port)}`;

/**
 * Text of `server.properties` for one broker that is also its own controller (KRaft).
 *
 * The retention lines keep facts and the offsets of groups that were away for ever: by default both expire after 7 days.
 * The two `broker.*` lines cut the restart after a kill from 12 s to 4 s. Source: design page "local servers".
 */
export const serverProperties = ({ port, controllerPort, logDirectory, security }: BrokerPlace): string =>
  [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@${loopback(controllerPort)}`,
    `listeners=CLIENTS://${loopback(port)},CONTROLLER://${loopback(controllerPort)}`,
    `advertised.listeners=CLIENTS://${loopback(port)}`,
    'controller.listener.names=CONTROLLER',
    'inter.broker.listener.name=CLIENTS',
    ...(security === undefined ? openLines : securityLines(security)),
    `log.dirs=${logDirectory}`,
    'auto.create.topics.enable=false',
    'num.partitions=1',
    'log.retention.ms=-1',
    'offsets.retention.minutes=525600',
    'default.replication.factor=1',
    'min.insync.replicas=1',
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=1',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'transaction.state.log.num.partitions=1',
    'share.coordinator.state.topic.replication.factor=1',
    'share.coordinator.state.topic.min.isr=1',
    'share.coordinator.state.topic.num.partitions=1',
    'group.initial.rebalance.delay.ms=0',
    'log.cleaner.dedupe.buffer.size=8388608',
    'num.network.threads=2',
    'num.io.threads=2',
    'background.threads=2',
    'broker.session.timeout.ms=1500',
    'broker.heartbeat.interval.ms=300',
    'num.recovery.threads.per.data.dir=2',
    '',
  ].join('\n');

/**
 * Text of `meta.properties`, which spares a second JVM for formatting the storage.
 *
 * @param clusterId 16 random bytes in base64url; must not begin with '-', which Kafka's tools take for an option.
 */
export const metaProperties = (clusterId: string): string => `version=1\ncluster.id=${clusterId}\nnode.id=1\n`;
