import type { KafkaConfig } from 'kafkajs';

type Tls = Readonly<{
  /**
   * Authorities to trust as PEM text; without them those of the system.
   *
   * @roles api, relay, processor
   */
  ca: string | null;
}>;
type Sasl = Readonly<{
  /**
   * How the password is proven, with `sasl-tls`.
   *
   * @roles api, relay, processor
   */
  mechanism: 'scram-sha-512' | 'plain';
  /**
   * The service's own user, with `sasl-tls`.
   *
   * @roles api, relay, processor
   */
  username: string;
  /**
   * Its password, with `sasl-tls`.
   *
   * @secret
   * @roles api, relay, processor
   */
  password: string;
}>;

/** How a client speaks to brokers. */
export type KafkaSecurity =
  Readonly<{ kind: 'plaintext' }> | (Readonly<{ kind: 'tls' }> & Tls) | (Readonly<{ kind: 'sasl-tls' }> & Sasl & Tls);

/**
 * The part of kafkajs' settings that makes a connection private and says who asks. Read anew from `security` for each connection that is
 * made: a password or an authority that changed there counts from then on, and what is connected stays so.
 */
export const securitySettings = (security: KafkaSecurity): Pick<KafkaConfig, 'ssl' | 'sasl'> => {
  switch (security.kind) {
    case 'plaintext':
      return {};
    case 'tls':
      return { ssl: tlsOf(security) };
    case 'sasl-tls': {
      const sasl = {
        mechanism: security.mechanism,
        get username() {
          return security.username;
        },
        get password() {
          return security.password;
        },
      };
      return { ssl: tlsOf(security), sasl: sasl as NonNullable<KafkaConfig['sasl']> };
    }
  }
};

const tlsOf = (tls: Tls): NonNullable<KafkaConfig['ssl']> =>
  tls.ca === null
    ? true
    : {
        get ca() {
          return tls.ca === null ? [] : [tls.ca];
        },
      };
