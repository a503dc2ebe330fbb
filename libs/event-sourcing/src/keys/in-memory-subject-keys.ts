import { randomBytes, randomUUID } from 'node:crypto';
import type { SubjectKey, SubjectKeys } from './subject-keys.port.js';

const KEY_BYTES = 32;

/** `SubjectKeys` in memory for pure tests; passes the suite of the SQLite adapter. */
export class InMemorySubjectKeys implements SubjectKeys {
  private readonly subjects = new Map<string, Map<string, SubjectKey>>();
  private readonly kids = new Map<string, SubjectKey>();
  private readonly destroyed = new Set<string>();
  private readonly secrets = new Map<string, Buffer>();

  async ensure(subject: string, purpose: string): Promise<SubjectKey> {
    const found = this.subjects.get(subject)?.get(purpose);
    if (found) return found;
    const made = { kid: randomUUID(), key: randomBytes(KEY_BYTES) };
    if (this.destroyed.has(subject) || this.destroyed.has(placeOf(subject, purpose))) return made;
    const keys = this.subjects.get(subject) ?? new Map<string, SubjectKey>();
    this.subjects.set(subject, keys.set(purpose, made));
    this.kids.set(made.kid, made);
    return made;
  }

  async find(subject: string, purpose: string): Promise<SubjectKey | null> {
    return this.subjects.get(subject)?.get(purpose) ?? null;
  }

  async byKid(kid: string): Promise<SubjectKey | null> {
    return this.kids.get(kid) ?? null;
  }

  async destroy(subject: string, purposes?: readonly string[]): Promise<void> {
    const keys = this.subjects.get(subject) ?? new Map<string, SubjectKey>();
    if (!purposes) this.destroyed.add(subject);
    for (const purpose of purposes ?? keys.keys()) {
      this.destroyed.add(placeOf(subject, purpose));
      this.kids.delete(keys.get(purpose)?.kid ?? '');
      keys.delete(purpose);
    }
  }

  forget(): void {
    // Every question goes to the keys themselves.
  }

  async putSecret(name: string, value: Buffer): Promise<void> {
    const there = this.secrets.get(name);
    if (there && !there.equals(value)) throw new Error(`Secret ${name} is written once and holds another value`);
    this.secrets.set(name, Buffer.from(value));
  }

  async secret(name: string): Promise<Buffer | null> {
    return this.secrets.get(name) ?? null;
  }

  async check(): Promise<void> {
    // Always there.
  }

  async close(): Promise<void> {
    this.subjects.clear();
    this.kids.clear();
  }
}

const placeOf = (subject: string, purpose: string): string => JSON.stringify([subject, purpose]);
