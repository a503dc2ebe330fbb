import type { OpenFact } from './topic-comparison.js';
import type { Bounds } from './topic-reading.js';

/**
 * How far an audit has come. `after`: position up to which the log was read, null before its first event; `from`: facts up to it are not
 * judged, null: all are. By partition: `offsets`, where the next stretch begins to read (the first record behind the log); `judged`,
 * records before it were judged already; `lows`, the first record there was. `open`: facts not met so far. All of one store epoch.
 */
export type AuditPlace = Readonly<{
  epoch: number;
  from: bigint | null;
  after: bigint | null;
  offsets: ReadonlyMap<number, bigint>;
  judged: ReadonlyMap<number, bigint>;
  lows: ReadonlyMap<number, bigint>;
  open: readonly OpenFact[];
}>;

type Offsets = Readonly<Record<string, string>>;

/** A place as JSON: positions and offsets as decimal strings. */
export type StoredPlace = Readonly<{
  epoch: number;
  from: string | null;
  after: string | null;
  offsets: Offsets;
  judged: Offsets;
  lows: Offsets;
  open: readonly Readonly<Omit<OpenFact, 'position'> & { position: string }>[];
}>;

/** The beginning of an audit; `from`: position that the caller vouches for, null: from the first event. */
export const beginning = (epoch: number, bounds: ReadonlyMap<number, Bounds>, from: bigint | null = null): AuditPlace => ({
  ...{ epoch, from, after: from, offsets: new Map(), judged: new Map(), open: [] },
  lows: new Map([...bounds].map(([partition, { low }]) => [partition, low])),
});

/**
 * Whether an audit can go on from a place: the same epoch, and nothing vanished from the topic behind it (records deleted at its
 * beginning, a topic made anew, a tail cut off).
 */
export const goesOn = ({ epoch, judged, lows }: AuditPlace, now: number, bounds: ReadonlyMap<number, Bounds>): boolean =>
  epoch === now &&
  [...bounds].every(([partition, { low, end }]) => low <= (lows.get(partition) ?? 0n) && end >= (judged.get(partition) ?? 0n));

const written = (offsets: ReadonlyMap<number, bigint>): Offsets =>
  Object.fromEntries([...offsets].map(([partition, offset]) => [partition, offset.toString()]));
const read = (offsets: Offsets): ReadonlyMap<number, bigint> =>
  new Map(Object.entries(offsets).map(([partition, offset]) => [Number(partition), BigInt(offset)]));

export const storedPlace = ({ epoch, from, after, offsets, judged, lows, open }: AuditPlace): StoredPlace => ({
  epoch,
  from: from?.toString() ?? null,
  after: after?.toString() ?? null,
  offsets: written(offsets),
  judged: written(judged),
  lows: written(lows),
  open: open.map((fact) => ({ ...fact, position: fact.position.toString() })),
});

export const placeOf = ({ epoch, from, after, offsets, judged, lows, open }: StoredPlace): AuditPlace => ({
  epoch,
  from: from === null ? null : BigInt(from),
  after: after === null ? null : BigInt(after),
  offsets: read(offsets),
  judged: read(judged),
  lows: read(lows),
  open: open.map((fact) => ({ ...fact, position: BigInt(fact.position) })),
});
