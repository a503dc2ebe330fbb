import { Injectable } from '@nestjs/common';
import MiniSearch, { type SearchResult } from 'minisearch';
import type { Contribution, SearchDocument, SearchIndex, TextHit } from './search-index.port.js';

type Indexed = Readonly<{ id: string; title: string; skills: string; place: string; description: string }>;
type Field = Exclude<keyof Indexed, 'id'>;

/** What a word is worth in each field. Own weights instead of BM25: a relevance that other gigs do not move keeps cursors stable. */
const WEIGHTS: Readonly<Record<Field, number>> = { title: 4, skills: 3, place: 2, description: 1 };
const QUALITY = { exact: 1, prefix: 0.75, similar: 0.5 } as const;
/** Share of a word's letters that may differ; words of up to three letters must be right. */
const TYPING_ERRORS = 0.25;
const SHORTEST_FUZZY = 4;

const plain = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
const words = (text: string): string[] => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];

const indexed = ({ gigId, title, skillWords, placeWords, description }: SearchDocument): Indexed => ({
  id: gigId,
  title,
  skills: skillWords.join(' '),
  place: placeWords.join(' '),
  description,
});

/** minisearch behind the port. */
@Injectable()
export class MinisearchIndex implements SearchIndex {
  readonly version = 'search-v1';
  private readonly documents = new Map<string, SearchDocument>();
  private readonly engine = new MiniSearch<Indexed>({
    fields: Object.keys(WEIGHTS),
    tokenize: words,
    processTerm: (term) => term,
  });

  put(document: SearchDocument): void {
    this.remove(document.gigId);
    this.documents.set(document.gigId, document);
    this.engine.add(indexed(document));
  }

  remove(gigId: string): void {
    const known = this.documents.get(gigId);
    if (!known) return;
    this.engine.remove(indexed(known));
    this.documents.delete(gigId);
  }

  get(gigId: string): SearchDocument | undefined {
    return this.documents.get(gigId);
  }

  all(): Iterable<SearchDocument> {
    return this.documents.values();
  }

  find(text: string): readonly TextHit[] {
    const wanted = words(text);
    if (wanted.length === 0) return [];
    const found = this.engine.search(wanted.join(' '), {
      combineWith: 'AND',
      prefix: (term) => term.length >= 2,
      fuzzy: (term) => (term.length >= SHORTEST_FUZZY ? TYPING_ERRORS : false),
    });
    return found.map((result) => hitOf(result, wanted));
  }
}

const qualityOf = (term: string, wanted: readonly string[]): number => {
  if (wanted.includes(term)) return QUALITY.exact;
  return wanted.some((word) => term.startsWith(word)) ? QUALITY.prefix : QUALITY.similar;
};

const hitOf = ({ id, match }: SearchResult, wanted: readonly string[]): TextHit => {
  const contributions = Object.entries(match)
    .map(([term, fields]): Contribution => {
      const weights = fields.map((field) => ({ field, weight: WEIGHTS[field as Field] }));
      const best = weights.reduce((one, other) => (other.weight > one.weight ? other : one));
      return { field: best.field, term, value: best.weight * qualityOf(term, wanted) };
    })
    .sort((a, b) => b.value - a.value || (a.term < b.term ? -1 : 1));
  return { gigId: String(id), relevance: contributions.reduce((sum, { value }) => sum + value, 0), contributions };
};
