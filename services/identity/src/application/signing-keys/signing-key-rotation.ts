import { createHash, generateKeyPairSync } from 'node:crypto';
import {
  backoffMs,
  failureKind,
  OUTAGE_BACKOFF,
  pauseFor,
  SUBJECT_KEYS,
  type CommandContext,
  type SubjectKeys,
  type Written,
} from '@guildhall/event-sourcing';
import { addDays, deriveId, isBefore, type EventData } from '@guildhall/kernel';
import { LOGGER, SERVICE_CONFIG, WALL_CLOCK, type Logger, type WallClock } from '@guildhall/service-kit';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { IdentityConfig, PrivateSigningJwk } from '../../config.js';
import policy from '../../domain/policies/account-v1.json' with { type: 'json' };
import type { PublicJwk, SigningKeyEvent } from '../../domain/signing-key/signing-key.decider.js';
import { secretNameOf, SigningKeyBook } from '../credentials/signing-key-book.js';
import { wallNow } from '../credentials/wall-time.js';
import { IdentityAggregates } from '../identity-aggregates.js';

export type PublishedKey = Readonly<{ kid: string; notBefore: string }>;

/** How often the age of the newest key is looked at. Keys live 90 days, by the wall clock. */
const LOOK_EVERY_MS = 3_600_000;

const publicPart = ({ kty, crv, x, kid }: PrivateSigningJwk): PublicJwk => ({ kty, crv, x, kid });

/** Publishes signing keys: the first one from configuration at the first start, later ones in good time before the newest ends. */
@Injectable()
export class SigningKeyRotation implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly ending = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly aggregates: IdentityAggregates,
    private readonly book: SigningKeyBook,
    @Inject(SUBJECT_KEYS) private readonly secrets: SubjectKeys,
    @Inject(WALL_CLOCK) private readonly wall: WallClock,
    @Inject(SERVICE_CONFIG) private readonly config: IdentityConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.roles.includes('processor')) this.running = this.lookForEver();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.ending.abort();
    await this.running;
  }

  /** Makes a key pair, keeps the private part in the key store, then tells the public one. A repeat gets the first key. */
  async publishNext(context: CommandContext, reason?: string): Promise<Written<PublishedKey>> {
    // The id follows from the command, so a repeated command finds its key in the store instead of making another.
    const kid = `key-${deriveId(context.commandId, 'signing-key')}`;
    const key = (await this.kept(kid)) ?? (await this.keepNew(kid));
    return this.publish(key, 'ahead', context, reason);
  }

  /** Publishes the first key where the log lacks it, and a successor in good time before the newest key ends. */
  async renewIfDue(): Promise<void> {
    const first = this.config.firstSigningKeyPrivate;
    if (!this.book.knows(first.kid)) await this.publish(first, 'first', this.contextOf(first.kid));
    const newest = this.book.newest();
    if (!newest) return;
    const renewAt = addDays(newest.notAfter, -policy.signingKey.renewBeforeDays);
    if (isBefore(wallNow(this.wall), renewAt)) return;
    // One successor a key, whichever process comes first.
    await this.publishNext(this.contextOf(`successor-of-${newest.kid}`));
  }

  private async kept(kid: string): Promise<PrivateSigningJwk | null> {
    const secret = await this.secrets.secret(secretNameOf(kid));
    return secret && (JSON.parse(secret.toString('utf8')) as PrivateSigningJwk);
  }

  private async keepNew(kid: string): Promise<PrivateSigningJwk> {
    const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
    const key: PrivateSigningJwk = { kty: 'OKP', crv: 'Ed25519', x, kid, d };
    try {
      await this.secrets.putSecret(secretNameOf(kid), Buffer.from(JSON.stringify(key)));
      return key;
    } catch (error) {
      // A secret is written once: whoever runs the same command at the same time may have been first, and that key is the one.
      const kept = await this.kept(kid);
      if (!kept) throw error;
      return kept;
    }
  }

  private async publish(
    key: PrivateSigningJwk,
    lead: 'first' | 'ahead',
    context: CommandContext,
    reason?: string,
  ): Promise<Written<PublishedKey>> {
    const data = { jwk: publicPart(key), at: wallNow(this.wall), lead, ...(reason !== undefined && { reason }) };
    const written = await this.aggregates.signingKeys.handle(key.kid, { type: 'PublishSigningKey', data }, context);
    const [published] = written.events.map((event) => event.data as EventData<SigningKeyEvent, 'SigningKeyPublished'>);
    if (published) this.book.learn(published);
    return written.with({ kid: key.kid, notBefore: published?.notBefore ?? data.at });
  }

  private async lookForEver(): Promise<void> {
    const { signal } = this.ending;
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      let waitMs = LOOK_EVERY_MS;
      try {
        await Promise.race([this.book.read(), aborted(signal)]);
        if (signal.aborted) return;
        await this.renewIfDue();
        attempt = 0;
      } catch (error) {
        waitMs = failureKind(error) === 'outage' ? backoffMs(attempt, OUTAGE_BACKOFF) : LOOK_EVERY_MS;
        this.logger.warn({ err: error }, 'signing keys could not be looked after');
      }
      await pauseFor(waitMs, signal);
    }
  }

  private contextOf(reason: string): CommandContext {
    const commandId = deriveId('signing-key-rotation', createHash('sha256').update(reason).digest('hex'));
    return {
      commandId,
      actor: { kind: 'timer', id: 'timer:signing-keys' },
      correlationId: commandId,
      causationId: commandId,
      occurredAt: wallNow(this.wall),
      region: this.config.region,
    };
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })));
