import {
  addMinutes,
  isBefore,
  type Command,
  type Decider,
  type DomainEvent,
  type Instant,
  type StorageContract,
} from '@guildhall/kernel';
import policy from '../policies/account-v1.json' with { type: 'json' };

export type EmailReservationEvent =
  DomainEvent<'EmailReserved', { accountId: string; reservedAt: Instant }> | DomainEvent<'EmailFreed', { accountId: string }>;

export type EmailReservationCommand =
  /** `ownerExists`: whether the present holder's account stream exists (or its change is still open). */
  | Command<'ReserveEmail', { accountId: string; at: Instant; ownerExists: 'yes' | 'no' }>
  | Command<'FreeEmail', { accountId: string }>;

export type EmailReservationState = Readonly<{ accountId: string | null; reservedAt: Instant }>;

/** Stream `identity.email-<HMAC-SHA-256(address, server key)>`: one account owns an address; sign-in finds the account by it. */
export const emailReservationStorage = {
  category: 'identity.email',
  schemaVersions: { EmailReserved: 1, EmailFreed: 1 },
} as const satisfies StorageContract<EmailReservationEvent>;

/** An empty decision means: taken by somebody else. The handler then answers as for a free address and tells the owner by mail. */
export const emailReservationDecider: Decider<EmailReservationCommand, EmailReservationEvent, EmailReservationState> = {
  initialState: () => ({ accountId: null, reservedAt: '' }),
  decide({ type, data }, { accountId, reservedAt }) {
    switch (type) {
      case 'ReserveEmail': {
        const reserved: readonly EmailReservationEvent[] = [
          { type: 'EmailReserved', data: { accountId: data.accountId, reservedAt: data.at } },
        ];
        if (accountId === null) return reserved;
        if (accountId === data.accountId || data.ownerExists === 'yes') return [];
        return isBefore(addMinutes(reservedAt, policy.emailReservationTakeoverMinutes), data.at) ? reserved : [];
      }
      case 'FreeEmail':
        return accountId === data.accountId ? [{ type: 'EmailFreed', data }] : [];
    }
  },
  evolve(_state, { type, data }) {
    switch (type) {
      case 'EmailReserved':
        return { accountId: data.accountId, reservedAt: data.reservedAt };
      case 'EmailFreed':
        return { accountId: null, reservedAt: '' };
    }
  },
};
