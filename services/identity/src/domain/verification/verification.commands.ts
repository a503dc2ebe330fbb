import type { Command, Instant } from '@guildhall/kernel';
import type { Capability, Direction, Item, ItemError, Level, PartyKind } from './verification.types.js';

/** Who is verified: known from the write model of the account or organisation. */
type Party = { partyId: string; partyKind: PartyKind; country: string };

export type VerificationCommand =
  | Command<'OpenVerification', Party & { capabilities: readonly Capability[] }>
  | Command<
      'SubmitItems',
      Party & {
        submissionId: string;
        capabilities: readonly Capability[];
        /** As sent, unchecked. */
        items: Readonly<Record<string, unknown>>;
        by: string;
        at: Instant;
      }
    >
  /** `level`: what the reviewer attests, null for what the volume asks for. */
  | Command<'PassReview', { by: string; reasonCode: string; level: Level | null }>
  | Command<'AskForMore', { by: string; reasonCode: string; errors: readonly ItemError[] }>
  | Command<'RejectVerification', { by: string; reasonCode: string }>
  | Command<'NoteBillingMethod', { partyId: string; instrumentId: string }>
  | Command<'NotePayoutDestination', { partyId: string; destinationId: string }>
  | Command<'NotePayoutFailed', { partyId: string; payoutId: string; at: Instant }>
  | Command<'NotePayoutPaid', { partyId: string; payoutId: string }>
  | Command<'NoteVolume', { partyId: string; direction: Direction; thresholdId: string; at: Instant }>
  /** The lead before an item ends has come. `expiresOn`: the UTC day that the timer was started for. */
  | Command<'NoteExpiry', { partyId: string; item: Item; expiresOn: string }>
  | Command<'PassDeadline', { partyId: string; deadline: Instant }>;

export type CommandOf<T extends VerificationCommand['type']> = Extract<VerificationCommand, { type: T }>['data'];
