import { createPrivateKey, type KeyObject } from 'node:crypto';
import { EVENT_STORE, follow, SUBJECT_KEYS, type EventStore, type Follower, type SubjectKeys } from '@guildhall/event-sourcing';
import { isBefore, type EventData, type Instant } from '@guildhall/kernel';
import { LOGGER, SERVICE_CONFIG, type Logger } from '@guildhall/service-kit';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { IdentityConfig, PrivateSigningJwk } from '../../config.js';
import { signingKeyStorage, type SigningKeyEvent } from '../../domain/signing-key/signing-key.decider.js';

export type PublishedKey = EventData<SigningKeyEvent, 'SigningKeyPublished'>;
type Signer = Readonly<{ kid: string; key: KeyObject }>;

/** Name of a private key in the key store. */
export const secretNameOf = (kid: string): string => `identity.signing-key.${kid}`;

const keyOf = ({ kty, crv, x, d }: PrivateSigningJwk): KeyObject => createPrivateKey({ key: { kty, crv, x, d }, format: 'jwk' });

/** The signing keys as the own log tells them, in memory; private parts come from the key store. Instants are wall time. */
@Injectable()
export class SigningKeyBook implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly published = new Map<string, PublishedKey>();
  private readonly signers = new Map<string, Signer>();
  private readonly first: Signer;
  private follower: Follower | null = null;

  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(SUBJECT_KEYS) private readonly secrets: SubjectKeys,
    @Inject(SERVICE_CONFIG) config: Pick<IdentityConfig, 'firstSigningKeyPrivate'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.first = { kid: config.firstSigningKeyPrivate.kid, key: keyOf(config.firstSigningKeyPrivate) };
    this.signers.set(this.first.kid, this.first);
  }

  onApplicationBootstrap(): void {
    this.follower = follow({
      store: this.store,
      prefixes: [`${signingKeyStorage.category}-`],
      handle: async ({ events }) => {
        for (const { type, data } of events) {
          if (type === 'SigningKeyPublished') this.learn(data as PublishedKey);
        }
      },
      onFault: ({ where, error }) => this.logger.warn({ err: error, where }, 'signing keys wait for the log'),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.follower?.stop();
  }

  /** Takes in a key that was just published, ahead of the log's follower. */
  learn(key: PublishedKey): void {
    this.published.set(key.kid, key);
  }

  /** Resolves when everything that was in the log at the start is known. */
  async read(): Promise<void> {
    await this.follower?.caughtUp;
  }

  /** Keys that verify now or will soon: for the JWKS. */
  publicKeys(now: Instant): readonly PublishedKey[] {
    return [...this.published.values()].filter(({ notAfter }) => isBefore(now, notAfter));
  }

  knows(kid: string): boolean {
    return this.published.has(kid);
  }

  /** The key that was published last, or null on an empty log. */
  newest(): PublishedKey | null {
    return newestFirst([...this.published.values()])[0] ?? null;
  }

  /** The key to sign with: the newest one in use. Until the first one is published it is trusted from configuration. */
  async signer(now: Instant): Promise<Signer> {
    await this.read();
    const inUse = this.publicKeys(now).filter(({ notBefore }) => !isBefore(now, notBefore));
    for (const { kid } of newestFirst(inUse)) {
      const signer = await this.signerOf(kid);
      if (signer) return signer;
    }
    return this.first;
  }

  /** Null where the key store has no private part: a key of a former configuration, which verifies but signs no more. */
  private async signerOf(kid: string): Promise<Signer | null> {
    const known = this.signers.get(kid);
    if (known) return known;
    const secret = await this.secrets.secret(secretNameOf(kid));
    if (!secret) return null;
    const signer = { kid, key: keyOf(JSON.parse(secret.toString('utf8')) as PrivateSigningJwk) };
    this.signers.set(kid, signer);
    return signer;
  }
}

const newestFirst = (keys: readonly PublishedKey[]): readonly PublishedKey[] =>
  [...keys].sort((a, b) => (isBefore(b.notBefore, a.notBefore) ? -1 : 1));
