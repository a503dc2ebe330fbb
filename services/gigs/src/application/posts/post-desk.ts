import type { CommandContext } from '@guildhall/event-sourcing';
import { deriveId, type Money } from '@guildhall/kernel';
import { Injectable } from '@nestjs/common';
import type { PostKind } from '../../domain/party/party.events.js';
import { standingFor, type Act, type Standing } from '../../domain/party/standing.js';
import { scanPost, type ScanVerdict } from '../../domain/scan/scan.js';
import { GigsAggregates } from '../gigs-aggregates.js';
import { fingerprintOf } from './post-fingerprint.js';

/** A post before it goes live: what it says and the highest prices in it. */
export type PostText = Readonly<{
  partyId: string;
  postKind: PostKind;
  postId: string;
  texts: readonly string[];
  prices: readonly Money[];
}>;

/** Looks at posts and at those who post. */
@Injectable()
export class PostDesk {
  constructor(private readonly aggregates: GigsAggregates) {}

  /** Enters the post in the party's list, where a copy of another one is found, and scans it. Repeatable. */
  async scan({ partyId, postKind, postId, texts, prices }: PostText, context: CommandContext): Promise<ScanVerdict> {
    const fingerprint = fingerprintOf([...texts, ...prices.map(({ amount, currency }) => `${amount} ${currency}`)]);
    const { ifMatch: _, ...own } = context;
    const offer = { ...own, commandId: deriveId(context.commandId, 'offer', postId) };
    const data = { partyId, postKind, postId, fingerprint };
    await this.aggregates.parties.handle(partyId, { type: 'OfferPost', data }, offer);
    const { state } = await this.aggregates.parties.load(partyId);
    return scanPost({ texts, highest: prices, duplicateOf: state.posts[postId]?.duplicateOf ?? null });
  }

  async standing(partyId: string, act: Act): Promise<Standing> {
    return standingFor((await this.aggregates.parties.load(partyId)).state, act);
  }
}
