import type { KafkaConfig } from 'kafkajs';

/** Authorities to trust as PEM text; null: those of the system. */
type Tls = Readonly<{ ca: string | null }>;

/** How a client speaks to brokers. */
export type KafkaSecurity =
  | Readonly<{ kind: 'plaintext' }>
  | (Readonly<{ kind: 'tls' }> & Tls)
  | (Readonly<{ kind: 'sasl-tls'; mechanism: 'scram-sha-512' | 'plain'; username: string; password: string }> & Tls);

/** The part of kafkajs' settings that makes a connection private and says who asks. */
export const securitySettings = (security: KafkaSecurity): Pick<KafkaConfig, 'ssl' | 'sasl'> => {
  switch (security.kind) {
    case 'plaintext':
      return {};
    case 'tls':
      return { ssl: tlsOf(security) };
    case 'sasl-tls': {
      const { mechanism, username, password } = security;
      return { ssl: tlsOf(security), sasl: { mechanism, username, password } as NonNullable<KafkaConfig['sasl']> };
    }
  }
};

const tlsOf = ({ ca }: Tls): NonNullable<KafkaConfig['ssl']> => (ca === null ? true : { ca: [ca] });
