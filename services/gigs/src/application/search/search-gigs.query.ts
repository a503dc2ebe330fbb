import { awaitAsked, SERVICE_CONFIG } from '@guildhall/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { Money } from '@guildhall/kernel';
import type { GigsConfig } from '../../config.js';
import { Tariff, type PriceList } from '../quotes/tariff.js';
import { PAGE } from '../shared.dto.js';
import { readCursor, signCursor, type CursorScope } from './search-cursor.js';
import { SearchFeed } from './search-feed.js';
import { SEARCH_INDEX, type Contribution, type SearchDocument, type SearchIndex } from './search-index.port.js';

/** What is looked for; everything but the text is a filter. `maxPrice`: minor units of `currency`. */
export type SearchRequest = Readonly<{
  q?: string | undefined;
  roleId?: string | undefined;
  categoryId?: string | undefined;
  skill?: string | undefined;
  language?: Readonly<{ code: string; level?: string | undefined }> | undefined;
  maxPrice?: string | undefined;
  currency?: string | undefined;
  verified?: 'yes' | undefined;
  minScore?: number | undefined;
}>;

type Found = Readonly<{ document: SearchDocument; score: number; contributions: readonly Contribution[] }>;
export type SearchItem = Readonly<{
  gigId: string;
  gigVersion: number;
  title: string;
  roleId: string;
  freelancerPartyId: string;
  verified: boolean;
  fromPrice: Money;
  clientTotal?: Money;
  /** Published score of the freelancer in the gig's work role. */
  score?: number;
  relevance: number;
  contributions: readonly Contribution[];
}>;
export type SearchAnswer = Readonly<{ items: readonly SearchItem[]; next?: string; indexVersion: string }>;

const LEVELS = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'];
/** Order of results: best first, then by id, so that every place in it has a name. */
const inOrder = (a: Readonly<{ score: number; id: string }>, b: Readonly<{ score: number; id: string }>): number =>
  b.score - a.score || (a.id < b.id ? -1 : Number(a.id > b.id));

@Injectable()
export class SearchGigsQuery {
  constructor(
    @Inject(SEARCH_INDEX) private readonly index: SearchIndex,
    private readonly feed: SearchFeed,
    private readonly tariff: Tariff,
    @Inject(SERVICE_CONFIG) private readonly config: GigsConfig,
  ) {}

  async execute(
    request: SearchRequest,
    page: Readonly<{ limit?: number | undefined; cursor?: string | undefined }>,
  ): Promise<SearchAnswer> {
    await awaitAsked((position, timeoutMs) => this.feed.waitFor(position, timeoutMs));
    this.feed.demandLive();
    const { version: indexVersion } = this.index;
    const scope: CursorScope = { key: this.config.cursorKey, indexVersion, query: request };
    const after = page.cursor === undefined ? null : readCursor(scope, page.cursor);
    const { limit = PAGE.usual } = page;
    const behind = this.found(request)
      .filter(({ document }) => this.fits(document, request))
      .sort((a, b) => inOrder(placeOf(a), placeOf(b)))
      .filter((found) => after === null || inOrder(placeOf(found), { score: after.score, id: after.gigId }) > 0);
    const shown = behind.slice(0, limit);
    const prices = await this.tariff.now();
    const items = shown.map((found) => this.itemOf(found, request, prices));
    const last = shown.at(-1);
    if (behind.length <= limit || !last) return { items, indexVersion };
    return { items, next: signCursor(scope, { score: last.score, gigId: last.document.gigId }), indexVersion };
  }

  /** By text, or everything: then the better score comes first. */
  private found({ q }: SearchRequest): readonly Found[] {
    if (q === undefined || q.trim() === '') {
      return [...this.index.all()].map((document) => ({ document, score: this.scoreOf(document) ?? 0, contributions: [] }));
    }
    return this.index.find(q).flatMap(({ gigId, relevance, contributions }) => {
      const document = this.index.get(gigId);
      return document ? [{ document, score: relevance, contributions }] : [];
    });
  }

  private scoreOf({ freelancerPartyId, roleId }: SearchDocument): number | undefined {
    return this.feed.freelancer(freelancerPartyId).scores[roleId];
  }

  private fits(document: SearchDocument, request: SearchRequest): boolean {
    const { roleId, categoryId, skill, language, verified, minScore } = request;
    return (
      (roleId === undefined || document.roleId === roleId) &&
      (categoryId === undefined || document.categoryIds.includes(categoryId)) &&
      (skill === undefined || document.skills.includes(skill)) &&
      (language === undefined || speaks(document, language)) &&
      isAffordable(document, request) &&
      (verified === undefined || this.feed.freelancer(document.freelancerPartyId).verified) &&
      (minScore === undefined || (this.scoreOf(document) ?? -1) >= minScore)
    );
  }

  private itemOf(
    { document, score: relevance, contributions }: Found,
    { currency }: SearchRequest,
    prices: PriceList,
  ): SearchItem {
    const { gigId, gigVersion, title, roleId, freelancerPartyId, fromPrices } = document;
    const fromPrice = fromPrices.find((price) => price.currency === currency) ??
      fromPrices[0] ?? { amount: '0', currency: 'USD' };
    const score = this.scoreOf(document);
    return {
      gigId,
      gigVersion,
      title,
      roleId,
      freelancerPartyId,
      verified: this.feed.freelancer(freelancerPartyId).verified,
      fromPrice,
      ...prices.clientTotal(fromPrice),
      ...(score !== undefined && { score }),
      relevance: contributions.length > 0 ? relevance : 0,
      contributions,
    };
  }
}

const placeOf = ({ score, document }: Found) => ({ score, id: document.gigId });

const speaks = ({ languages }: SearchDocument, wanted: Readonly<{ code: string; level?: string | undefined }>): boolean =>
  languages.some(({ code, level }) => code === wanted.code && LEVELS.indexOf(level) >= LEVELS.indexOf(wanted.level ?? 'A1'));

/** A gig without a price in the asked currency does not fit: no price is converted silently. */
const isAffordable = ({ fromPrices }: SearchDocument, { currency, maxPrice }: SearchRequest): boolean => {
  if (currency === undefined) return true;
  const price = fromPrices.find((candidate) => candidate.currency === currency);
  return price !== undefined && (maxPrice === undefined || BigInt(price.amount) <= BigInt(maxPrice));
};
