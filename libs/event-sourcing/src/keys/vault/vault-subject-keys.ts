import { randomBytes } from 'node:crypto';
import { StoreUnavailable } from '../../store/store.errors.js';
import { backoffMs, pauseFor, type Backoff } from '../../subscriptions/backoff.js';
import { PERSONAL_PURPOSES } from '../purpose-grants.js';
import type { SubjectKey, SubjectKeys } from '../subject-keys.port.js';
import { boundTo, newKid, pathOf, placeOfKid, SECRETS, type Place } from './key-place.js';
import { VaultHttp, type VaultAnswer } from './vault-http.js';
import { VaultSession } from './vault-session.js';
import type { VaultOptions } from './vault.options.js';

/** Bytes of an AES-256 key. */
const KEY_BYTES = 32;

/** What lies at a place: a value wrapped by `kek`, or the mark that says that its key is destroyed. */
type Wrapped = Readonly<{ kid: string; kek: string; wrapped: string }>;
type Kept = Wrapped | 'destroyed' | null;

/** Rounds of reading and creating: a second one is needed after a lost race, more where a replica is behind. */
const ROUNDS = 6;
const BETWEEN: Backoff = { baseMs: 50, factor: 2, maxMs: 1_000 };

/**
 * Keys in HashiCorp Vault or OpenBao, over HTTP: one path of a KV store (version 2) for each purpose and subject, created where none is
 * (`cas: 0`), wrapped by a key of transit that never leaves the server. Destroying removes a path with all its versions and puts a mark in
 * its place, so that no key is ever made there again; without purposes it covers those of persons, as the keys of purpose `seal` belong to
 * nobody. A key that an id promises and the store does not have is no destroyed key: the store is another one, or came back from too old
 * a copy, and `StoreUnavailable` says so instead of erasing. Errors: `StoreUnavailable`, also where a token or a grant is refused.
 */
export class VaultSubjectKeys implements SubjectKeys {
  private readonly session: VaultSession;

  constructor(private readonly options: VaultOptions) {
    this.session = new VaultSession(new VaultHttp(options), options.signIn, options.onTrouble ?? (() => undefined));
  }

  async ensure(subject: string, purpose: string): Promise<SubjectKey> {
    const place = { folder: purpose, name: subject };
    return this.inRounds(`make a key of ${purpose}`, async () => {
      const kept = await this.read(place);
      if (kept === 'destroyed') return newKey(place);
      if (kept) return { kid: kept.kid, key: await this.unwrap(place, kept) };
      const made = newKey(place);
      return (await this.create(place, await this.wrap(place, made))) ?? made;
    });
  }

  async find(subject: string, purpose: string): Promise<SubjectKey | null> {
    const place = { folder: purpose, name: subject };
    const kept = await this.read(place);
    return kept === null || kept === 'destroyed' ? null : { kid: kept.kid, key: await this.unwrap(place, kept) };
  }

  async byKid(kid: string): Promise<SubjectKey | null> {
    const place = placeOfKid(kid);
    if (place === null)
      throw new StoreUnavailable(`Key ${kid} is of another key store: is this the one that the log was written with?`);
    const kept = await this.read(place);
    if (kept === null) throw new StoreUnavailable(`Key store has no key ${kid}, nor does it say that it was destroyed`);
    // Another key is there: this one was kept nowhere, or went before the other was made.
    return kept === 'destroyed' || kept.kid !== kid ? null : { kid, key: await this.unwrap(place, kept) };
  }

  async destroy(subject: string, purposes: readonly string[] = PERSONAL_PURPOSES): Promise<void> {
    for (const purpose of purposes) {
      const place = { folder: purpose, name: subject };
      await this.inRounds(`destroy a key of ${purpose}`, async () => {
        const kept = await this.read(place);
        if (kept === 'destroyed') return place;
        if (kept) await this.demand('DELETE', `${this.options.mount}/metadata/${pathOf(place)}`);
        // Whoever makes a key in this moment loses it in the next round.
        return (await this.create(place, { destroyed: true })) ?? place;
      });
    }
  }

  forget(): void {
    // Every question goes to the keys themselves.
  }

  async putSecret(name: string, value: Buffer): Promise<void> {
    const place = { folder: SECRETS, name };
    const there = await this.inRounds('write a secret', async () => {
      const kept = await this.secret(name);
      if (kept) return kept;
      return (await this.create(place, await this.wrap(place, { kid: SECRETS, key: value }))) ?? value;
    });
    if (!there.equals(value)) throw new Error(`Secret ${name} is written once and holds another value`);
  }

  async secret(name: string): Promise<Buffer | null> {
    const place = { folder: SECRETS, name };
    const kept = await this.read(place);
    return kept === null || kept === 'destroyed' ? null : this.unwrap(place, kept);
  }

  check(): Promise<void> {
    return this.session.check();
  }

  async close(): Promise<void> {
    this.session.close();
  }

  private async read(place: Place): Promise<Kept> {
    const path = `${this.options.mount}/data/${pathOf(place)}`;
    const answer = await this.session.ask({ method: 'GET', path });
    if (answer.status === 404) return null;
    const { destroyed, ...wrapped } = dataOf<{ data: Wrapped & Readonly<{ destroyed?: boolean }> }>(
      granted(answer, `GET ${path}`),
    ).data;
    return destroyed === true ? 'destroyed' : wrapped;
  }

  /** Null when created. What is there already is a refusal: 400 by `cas`, 403 where there is a right to create and none to update. */
  private async create(place: Place, data: Wrapped | Readonly<{ destroyed: true }>): Promise<Refusal | null> {
    const path = `${this.options.mount}/data/${pathOf(place)}`;
    const answer = await this.session.ask({ method: 'POST', path, body: { options: { cas: 0 }, data } });
    if (answer.status === 400 || answer.status === 403) return new Refusal(`POST ${path}: ${answer.said || answer.status}`);
    granted(answer, `POST ${path}`);
    return null;
  }

  private async wrap(place: Place, { kid, key }: SubjectKey): Promise<Wrapped> {
    const { kek, transitMount } = this.options;
    const body = { plaintext: key.toString('base64'), associated_data: boundTo(place, kid) };
    const answer = await this.demand('POST', `${transitMount}/encrypt/${kek}`, body);
    return { kid, kek, wrapped: dataOf<{ ciphertext: string }>(answer).ciphertext };
  }

  /** By the key that wrapped it, which need not be the one that wraps new ones. */
  private async unwrap(place: Place, { kid, kek, wrapped }: Wrapped): Promise<Buffer> {
    const body = { ciphertext: wrapped, associated_data: boundTo(place, kid) };
    const answer = await this.demand('POST', `${this.options.transitMount}/decrypt/${kek}`, body);
    return Buffer.from(dataOf<{ plaintext: string }>(answer).plaintext, 'base64');
  }

  private async demand(method: 'POST' | 'DELETE', path: string, body?: object): Promise<VaultAnswer> {
    return granted(await this.session.ask({ method, path, ...(body === undefined ? {} : { body }) }), `${method} ${path}`);
  }

  private async inRounds<T extends object>(aim: string, round: () => Promise<T | Refusal>): Promise<T> {
    for (let count = 1; ; count += 1) {
      const done = await round();
      if (!(done instanceof Refusal)) return done;
      if (count === ROUNDS) throw new StoreUnavailable(`Key store did not let us ${aim}, yet shows nothing there: ${done.said}`);
      await pauseFor(backoffMs(count, BETWEEN));
    }
  }
}

/** Something is there already, or may not be made. */
class Refusal {
  constructor(readonly said: string) {}
}

const newKey = (place: Place): SubjectKey => ({ kid: newKid(place), key: randomBytes(KEY_BYTES) });

const dataOf = <T>({ body }: VaultAnswer): T => (body as { data: T }).data;

/** Throws for refusals; one of the server's own cipher is no outage: a wrapped value was changed or moved. */
const granted = (answer: VaultAnswer, asked: string): VaultAnswer => {
  const { status, said } = answer;
  if (status < 300) return answer;
  if (status === 403) throw new StoreUnavailable(`Key store denies ${asked}: is the policy of this service in place?`);
  if (status === 404) throw new StoreUnavailable(`Key store has nothing at ${asked}: is it mounted there?`);
  throw new Error(`Key store refused ${asked}: ${said || status}`);
};
