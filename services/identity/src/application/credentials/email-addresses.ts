import { createHmac } from 'node:crypto';
import { SERVICE_CONFIG } from '@guildhall/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { IdentityConfig } from '../../config.js';
import type { AccountState } from '../../domain/account/account.state.js';
import { deriveId } from '@guildhall/kernel';
import { IdentityAggregates } from '../identity-aggregates.js';

/** What is known of an address: its hash, and the account that owns it (`owner`), null where nobody does. */
export type KnownAddress = Readonly<{ email: string; emailHash: string; owner: AccountState | null }>;

/** Finds accounts by address in the write model: by HMAC to the reservation, by its account id to the account. */
@Injectable()
export class EmailAddresses {
  constructor(
    @Inject(SERVICE_CONFIG) private readonly config: Pick<IdentityConfig, 'emailHmacKey'>,
    private readonly aggregates: IdentityAggregates,
  ) {}

  /** HMAC-SHA-256 of the address in lower case, hex. The local part is folded, too: no provider in use tells cases apart. */
  hashOf(email: string): string {
    return createHmac('sha256', this.config.emailHmacKey).update(email.trim().normalize('NFC').toLowerCase()).digest('hex');
  }

  /** The address and its owner; reads as much for an unknown one, so that both take the same time. */
  async find(email: string): Promise<KnownAddress> {
    const emailHash = this.hashOf(email);
    const reservation = await this.aggregates.emails.load(emailHash);
    const accountId = reservation.state.accountId ?? deriveId('nobody', emailHash);
    const { state } = await this.aggregates.accounts.load(accountId);
    const owner = state.status !== '(none)' && state.emailHash === emailHash ? state : null;
    return { email, emailHash, owner };
  }
}
