import type { SubjectKey, SubjectKeys } from './subject-keys.port.js';

/** Longest life of a cached key, in ms: a key destroyed by another process is forgotten here at the latest after it (patterns.md P17). */
const MAX_AGE_MS = 5 * 60_000;

/** Keys held at once; the oldest goes first. */
const MAX_KEYS = 10_000;

type Cached = Readonly<{ key: SubjectKey; subject: string | null; until: number }>;

/**
 * A cache of at most 5 minutes over a key store; absent keys and those of destroyed subjects are not remembered. `forget` empties a
 * subject at once: call it on `SubjectForgotten`. Errors are those of the key store.
 */
export class CachedSubjectKeys implements SubjectKeys {
  private readonly bySubject = new Map<string, Cached>();
  private readonly byId = new Map<string, Cached>();
  private readonly maxAgeMs: number;
  private readonly now: () => number;

  constructor(
    private readonly keys: SubjectKeys,
    options: Readonly<{ maxAgeMs?: number; now?: () => number }> = {},
  ) {
    this.maxAgeMs = Math.min(options.maxAgeMs ?? MAX_AGE_MS, MAX_AGE_MS);
    this.now = options.now ?? Date.now;
  }

  async ensure(subject: string, purpose: string): Promise<SubjectKey> {
    const found = this.recall(this.bySubject, placeOf(subject, purpose));
    if (found) return found;
    const key = await this.keys.ensure(subject, purpose);
    // The key of a destroyed subject is kept nowhere, so it must not live on here either.
    const kept = await this.keys.find(subject, purpose);
    return kept?.kid === key.kid ? this.remember(key, subject, purpose) : key;
  }

  async find(subject: string, purpose: string): Promise<SubjectKey | null> {
    const cached = this.recall(this.bySubject, placeOf(subject, purpose));
    if (cached) return cached;
    const found = await this.keys.find(subject, purpose);
    return found && this.remember(found, subject, purpose);
  }

  async byKid(kid: string): Promise<SubjectKey | null> {
    const found = this.recall(this.byId, kid);
    if (found) return found;
    const key = await this.keys.byKid(kid);
    if (key) keep(this.byId, kid, { key, subject: null, until: this.now() + this.maxAgeMs });
    return key;
  }

  async destroy(subject: string, purposes?: readonly string[]): Promise<void> {
    await this.keys.destroy(subject, purposes);
    this.forget(subject);
  }

  /** Forgets the keys of a subject. Those found by kid alone have no known subject, so all of them go. */
  forget(subject: string): void {
    for (const cache of [this.bySubject, this.byId]) {
      for (const [place, cached] of cache) if (cached.subject === subject || cached.subject === null) cache.delete(place);
    }
  }

  putSecret(name: string, value: Buffer): Promise<void> {
    return this.keys.putSecret(name, value);
  }

  secret(name: string): Promise<Buffer | null> {
    return this.keys.secret(name);
  }

  check(): Promise<void> {
    return this.keys.check();
  }

  close(): Promise<void> {
    this.bySubject.clear();
    this.byId.clear();
    return this.keys.close();
  }

  private recall(cache: Map<string, Cached>, place: string): SubjectKey | null {
    const cached = cache.get(place);
    if (!cached) return null;
    if (cached.until > this.now()) return cached.key;
    cache.delete(place);
    return null;
  }

  private remember(key: SubjectKey, subject: string, purpose: string): SubjectKey {
    const cached = { key, subject, until: this.now() + this.maxAgeMs };
    keep(this.bySubject, placeOf(subject, purpose), cached);
    keep(this.byId, key.kid, cached);
    return key;
  }
}

const placeOf = (subject: string, purpose: string): string => JSON.stringify([subject, purpose]);

const keep = (cache: Map<string, Cached>, place: string, cached: Cached): void => {
  const [oldest] = cache.keys();
  if (cache.size >= MAX_KEYS && oldest !== undefined) cache.delete(oldest);
  cache.set(place, cached);
};
