import { expect } from '@jest/globals';
import { checkLedger } from './ledger-check.js';
import type { LedgerEvent } from './ledger-event.js';
import type { Invariant } from './rule.js';
import { logOf, story } from './story.factory.js';

export type Json = Record<string, unknown>;
type Log = readonly LedgerEvent[];
/** A log with one planted fault, and the position of the event that breaks the invariant. */
export type Mutant = Readonly<{ log: Log; at: bigint }>;

const now = '2026-03-02T09:00:00.000Z';
const head = { businessNow: now, wallNow: now };
export const original = logOf(story());

/** Place of the nth event of a type (in the streams of an aggregate). */
export const placeOf = (type: string, { nth = 1, aggregate = '' } = {}): number => {
  const places = original.flatMap((event, place) => (event.type === type && event.stream.includes(aggregate) ? [place] : []));
  const place = places[nth - 1];
  if (place === undefined) throw new Error(`No ${nth}. ${type} in the story`);
  return place;
};
export const at = (log: Log, place: number): bigint => log[place]?.position ?? -1n;

/** Revisions and positions as a store would have given them, so that only the planted fault is left. */
export const renumbered = (log: Log): Log => {
  const revisions = new Map<string, bigint>();
  return log.map((event, position) => {
    const revision = (revisions.get(event.stream) ?? -1n) + 1n;
    revisions.set(event.stream, revision);
    return { ...event, revision, position: BigInt(position) };
  });
};
export const changed = (place: number, change: (data: Json) => unknown): Mutant => {
  const log = original.map((event, index) => {
    if (index !== place) return event;
    const data = structuredClone(event.data) as Json;
    change(data);
    return { ...event, data };
  });
  return { log, at: at(log, place) };
};
export const lost = (place: number): Log => renumbered(original.filter((_event, index) => index !== place));
export const doubled = (place: number): Mutant => {
  const twice = original.flatMap((event, index) =>
    index === place ? [event, { ...event, metadata: { ...event.metadata, commandId: 'another' } }] : [event],
  );
  return { log: renumbered(twice), at: BigInt(place + 1) };
};
export const money = (data: Json, ...path: readonly string[]): Json => path.reduce((inner, name) => inner[name] as Json, data);
export const add = (holder: Json, minor: bigint): void => {
  holder.amount = String(BigInt(holder.amount as string) + minor);
};
export const postings = (data: Json): Json[] => data.postings as Json[];
export const posting = (data: Json, account: string): Json => {
  const found = postings(data).find((line) => (line.account as string).startsWith(account));
  if (!found) throw new Error(`No posting on ${account}`);
  return found;
};
/** Changes an amount in the data and in the posting that carries it: the entry no longer says why it should be wrong. */
export const both = (data: Json, path: readonly string[], account: string, minor: bigint): void => {
  add(money(data, ...path), minor);
  add(posting(data, account), minor);
};

export type Planted = readonly [name: string, invariant: Invariant, plant: () => Mutant];

/** The checker names the event of the fault, under this invariant, and nothing before it. */
export const expectCaught = (invariant: Invariant, { log, at: place }: Mutant): void => {
  const { violations } = checkLedger(log, head);
  expect(violations.map((violation) => `${violation.invariant} at ${violation.position}`)).toContain(`${invariant} at ${place}`);
  expect(violations[0]?.position).toBe(place);
};
