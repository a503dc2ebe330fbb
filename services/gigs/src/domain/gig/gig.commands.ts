import type { Command, Instant } from '@guildhall/kernel';
import type { BoundQuote } from '../brief/brief.commands.js';
import type { Standing } from '../party/standing.js';
import type { ScanVerdict } from '../scan/scan.js';
import type { GigDraft } from './gig.state.js';

export type GigCommand =
  | Command<'DraftGig', Omit<GigDraft, 'draftVersion'> & { at: Instant }>
  | Command<'SubmitGig', { scan: ScanVerdict; standing: Standing }>
  | Command<'ReleasePost', { by: string; ruleId: string; reason: string }>
  | Command<'DenyPost', { by: string; ruleId: string; reason: string }>
  /** By a restriction: never refused, nothing happens to a gig that sells nothing. */
  | Command<'PauseGig', { gigId: string; by: 'freelancer' | 'restriction'; reasonCode: string }>
  | Command<'ResumeGig', { gigId: string; by: 'freelancer' | 'restriction'; standing: Standing }>
  /** By the system (an account was closed): never refused. */
  | Command<'ArchiveGig', { gigId: string; by: 'freelancer' | 'system' }>
  | Command<
      'OrderPackage',
      {
        orderId: string;
        gigVersion: number;
        tier: string;
        addOns: readonly string[];
        units: number;
        currency: string;
        clientPartyId: string;
        /** Null where nothing could be quoted: the version is not on sale. */
        quote: BoundQuote | null;
        standing: Standing;
        at: Instant;
      }
    >;

export type GigCommandData<Type extends GigCommand['type']> = Extract<GigCommand, { type: Type }>['data'];
