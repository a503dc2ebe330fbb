/** What differs between two brokers; everything else is the same for all. */
export interface BrokerPlace {
  /** Clients connect here, on the loopback address. */
  readonly port: number;
  /** The broker's own controller listener; no client uses it. */
  readonly controllerPort: number;
  /** Absolute folder of the log. */
  readonly logDirectory: string;
}

const loopback = (port: number): string => `127.0.0.1:${String(port)}`;

/**
 * Text of `server.properties` for one broker that is also its own controller (KRaft).
 *
 * The retention lines keep facts and the offsets of groups that were away for ever: by default both expire after 7 days.
 * The two `broker.*` lines cut the restart after a kill from 12 s to 4 s. Source: design page "local servers".
 */
export const serverProperties = ({ port, controllerPort, logDirectory }: BrokerPlace): string =>
  [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@${loopback(controllerPort)}`,
    `listeners=PLAINTEXT://${loopback(port)},CONTROLLER://${loopback(controllerPort)}`,
    `advertised.listeners=PLAINTEXT://${loopback(port)}`,
    'controller.listener.names=CONTROLLER',
    'inter.broker.listener.name=PLAINTEXT',
    'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
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
