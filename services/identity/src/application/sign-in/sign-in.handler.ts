import type { CommandContext } from '@guildhall/event-sourcing';
import { createdId } from '@guildhall/kernel';
import { RateLimits, WALL_CLOCK, type Budget, type WallClock } from '@guildhall/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { AccountState } from '../../domain/account/account.state.js';
import { fail } from '../../domain/identity.errors.js';
import policy from '../../domain/policies/account-v1.json' with { type: 'json' };
import { actingAs, stepOf } from '../command-contexts.js';
import { AccessTokens } from '../credentials/access-tokens.js';
import { EmailAddresses } from '../credentials/email-addresses.js';
import { PasswordHasher } from '../credentials/password-hasher.js';
import { RefreshTokens } from '../credentials/refresh-tokens.js';
import { wallNow } from '../credentials/wall-time.js';
import { IdentityAggregates } from '../identity-aggregates.js';
import type { SignedIn } from './sign-in.answer.js';

export type SignIn = Readonly<{ email: string; password: string; ip: string; device: string; place: string }>;

const windowSeconds = policy.login.windowMinutes * 60;
const PER_ADDRESS: Budget = { points: policy.login.perAccount, seconds: windowSeconds };
const PER_IP: Budget = { points: policy.login.perIp, seconds: windowSeconds };

/** Sign-in by password, from the write model alone: it works with every read model away. */
@Injectable()
export class SignInHandler {
  constructor(
    private readonly aggregates: IdentityAggregates,
    private readonly addresses: EmailAddresses,
    private readonly hasher: PasswordHasher,
    private readonly limits: RateLimits,
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    @Inject(WALL_CLOCK) private readonly wall: WallClock,
  ) {}

  async execute({ email, password, ip, device, place }: SignIn, context: CommandContext): Promise<SignedIn> {
    // Counted by address and not by account, so that an unknown one is limited alike.
    await this.limits.take('sign-in-ip', ip, PER_IP);
    await this.limits.take('sign-in', this.addresses.hashOf(email), PER_ADDRESS);
    const { owner } = await this.addresses.find(email);
    const matches = await this.hasher.matches(owner?.passwordHash ?? null, password);
    if (!owner || !matches || owner.verified === 'no' || owner.status !== 'active')
      throw fail('IDENTITY.CREDENTIALS_INVALID', 'Address or password is wrong, or the address is not verified');
    const { accountId } = owner;
    const asSelf = actingAs(context, accountId);
    await this.rehash(owner, password, asSelf);
    const sessionId = createdId(context.commandId, 'session');
    const at = wallNow(this.wall);
    await this.aggregates.sessions.handle(
      sessionId,
      { type: 'StartSession', data: { sessionId, accountId, device, place, at } },
      asSelf,
    );
    const { state: session } = await this.aggregates.sessions.load(sessionId);
    const refreshToken = this.refreshTokens.tokenOf({ sessionId, generation: session.generation });
    return { accountId, sessionId, ...(await this.accessTokens.issue(owner, session)), refreshToken };
  }

  /** A hash under former settings is replaced while the password is at hand. */
  private async rehash({ accountId, passwordHash }: AccountState, password: string, context: CommandContext): Promise<void> {
    if (!this.hasher.isOutdated(passwordHash)) return;
    const data = { passwordHash: await this.hasher.hash(password) };
    await this.aggregates.accounts.handle(accountId, { type: 'RehashPassword', data }, stepOf(context, 'rehash'));
  }
}
