import { BEFORE_ALL, type StoredDocument } from './read-model-store.js';

/** Documents kept for the next batch: many while a history is built, few once a lane is live; 2 KB a document are 10 MB and 1 MB. */
const BUILDING = 5_000;
const LIVE = 500;

/** What a lane wrote or read last. Valid because only the owner of the checkpoint writes; forgotten after every failed write. */
export class DocumentCache {
  private limit = BUILDING;
  private readonly documents = new Map<string, StoredDocument>();
  /** True while every document of the generation is here: what is missing does not exist. */
  private complete: boolean;

  constructor(content: 'empty' | 'unknown') {
    this.complete = content === 'empty';
  }

  get(id: string): StoredDocument | undefined {
    return this.documents.get(id);
  }

  missing(ids: readonly string[]): readonly string[] {
    if (this.complete) return [];
    return [...new Set(ids)].filter((id) => !this.documents.has(id));
  }

  put(documents: Iterable<StoredDocument>): void {
    for (const document of documents) {
      const { id, position, doc } = document;
      this.documents.delete(id);
      this.documents.set(id, { id, position, doc });
    }
  }

  /** Between batches only: within one, every document it touches must stay. The least recently written go first. */
  trim(): void {
    if (this.documents.size <= this.limit) return;
    this.complete = false;
    for (const id of this.documents.keys()) {
      if (this.documents.size <= this.limit) return;
      this.documents.delete(id);
    }
  }

  /** Remembers that these were looked for and are not there, unless a document came meanwhile. */
  putAbsent(ids: readonly string[]): void {
    for (const id of ids) if (!this.documents.has(id)) this.documents.set(id, { id, position: BEFORE_ALL, doc: null });
  }

  /** The history is built: gives the memory back. */
  settle(): void {
    this.limit = LIVE;
    this.trim();
  }

  forget(): void {
    this.documents.clear();
    this.complete = false;
  }
}
