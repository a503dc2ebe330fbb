import {
  addDays,
  addHours,
  type Command,
  type Decider,
  type DomainEvent,
  type Instant,
  type StorageContract,
} from '@guildhall/kernel';
import policy from '../policies/account-v1.json' with { type: 'json' };

/** Public Ed25519 key as a JWK (RFC 8037). */
export type PublicJwk = Readonly<{ kty: 'OKP'; crv: 'Ed25519'; x: string; kid: string }>;
export type SigningKeyEvent = DomainEvent<
  'SigningKeyPublished',
  /** `reason`: why an operator rotated; the first key and scheduled successors have none. */
  { kid: string; jwk: PublicJwk; notBefore: Instant; notAfter: Instant; reason?: string }
>;
/** `lead`: rotated keys are told an hour ahead of use; the first one is in use at once, since it is trusted from configuration. */
export type SigningKeyCommand = Command<
  'PublishSigningKey',
  { jwk: PublicJwk; at: Instant; lead: 'first' | 'ahead'; reason?: string }
>;

/** Stream `identity.signingkey-<kid>`; the private key lies in the key store. Wall time. */
export const signingKeyStorage = {
  category: 'identity.signingkey',
  schemaVersions: { SigningKeyPublished: 1 },
} as const satisfies StorageContract<SigningKeyEvent>;

export const signingKeyDecider: Decider<SigningKeyCommand, SigningKeyEvent, 'none' | 'published'> = {
  initialState: () => 'none',
  decide({ data: { jwk, at, lead, reason } }, state) {
    if (state === 'published') return [];
    const notBefore = lead === 'first' ? at : addHours(at, policy.signingKey.leadHours);
    return [
      {
        type: 'SigningKeyPublished',
        data: {
          kid: jwk.kid,
          jwk,
          notBefore,
          notAfter: addDays(notBefore, policy.signingKey.lifeDays),
          ...(reason !== undefined && { reason }),
        },
      },
    ];
  },
  evolve: () => 'published',
};
