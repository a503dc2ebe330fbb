import { createHmac, randomBytes } from 'node:crypto';
import { common, SERVICE_CONFIG } from '@guildhall/service-kit';
import { hash, verify } from '@node-rs/argon2';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { IdentityConfig } from '../../config.js';

/** OWASP's minimum for argon2id, the library's default algorithm (security.md): memory in KiB. */
const SETTINGS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const PRESENT = `$argon2id$v=19$m=${SETTINGS.memoryCost},t=${SETTINGS.timeCost},p=${SETTINGS.parallelism}$`;
/** Hashes at once; a flood of sign-ins waits here instead of taking the api's cores. */
const CONCURRENCY = 2;
/** About 5 s of waiting; beyond it a request is refused, since its sender has given up before its turn. */
const QUEUE = 200;
const RETRY_AFTER_SECONDS = 5;

/** Passwords under argon2id with a pepper that lies outside the store. */
@Injectable()
export class PasswordHasher implements OnApplicationBootstrap {
  private readonly pepper: Buffer;
  private readonly waiting: (() => void)[] = [];
  private running = 0;
  private decoy: Promise<string> | null = null;

  constructor(@Inject(SERVICE_CONFIG) config: Pick<IdentityConfig, 'emailHmacKey'>) {
    // Losing that key loses the accounts anyway, so the pepper may share its fate; the label keeps the two uses apart.
    this.pepper = createHmac('sha256', config.emailHmacKey).update('password-pepper-v1').digest();
  }

  /** Ahead of the first sign-in, so that none for an unknown account takes longer than others. */
  async onApplicationBootstrap(): Promise<void> {
    await this.decoyHash();
  }

  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(this.peppered(password), SETTINGS));
  }

  /** False after the same work where there is no hash (`null`): an unknown account takes as long as a wrong password. */
  async matches(passwordHash: string | null, password: string): Promise<boolean> {
    const known = passwordHash ?? (await this.decoyHash());
    const matched = await this.inTurn(() => verify(known, this.peppered(password)));
    return matched && passwordHash !== null;
  }

  /** True where a hash was made under other settings than the present ones. */
  isOutdated(passwordHash: string): boolean {
    return !passwordHash.startsWith(PRESENT);
  }

  private decoyHash(): Promise<string> {
    this.decoy ??= this.hash(randomBytes(32).toString('base64url'));
    return this.decoy;
  }

  private peppered(password: string): string {
    return createHmac('sha256', this.pepper).update(password.normalize('NFKC')).digest('base64');
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= CONCURRENCY) {
      if (this.waiting.length >= QUEUE) {
        const details = { retryAfterSeconds: RETRY_AFTER_SECONDS };
        throw common('COMMON.RATE_LIMITED', 'Too many people sign in at this moment, try again in a few seconds', details);
      }
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
