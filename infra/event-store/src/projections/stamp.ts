import { createHash } from 'node:crypto';
import type { ProposedEvent, StoredEvent } from '../log/record.js';
import { uuidFromBytes } from '../log/uuid.js';
import { textOf } from './standard/bytes.js';
import { correlationOf } from './standard/correlation.js';
import type { Emission } from './standard/emission.js';
import { parseObject } from './standard/json.js';

/** Version of the original's subsystem whose stamps these are. */
const SUBSYSTEM_VERSION = 4;

/** Which run of which projection wrote an event. A reset begins a new epoch; every change of the definition a new version. */
export type ProjectionVersion = Readonly<{ id: number; epoch: number; version: number }>;

/** Place in `$all` up to which a projection has worked; the beginning is before every event. */
export type Place = number | 'beginning';

export type Stamp = ProjectionVersion & Readonly<{ place: Place }>;

const NO_PLACE = { $c: 0, $p: -1 } as const;

/** `{"$c":…,"$p":…}`, commit and prepare position. */
export const placeJson = (place: Place): string => JSON.stringify(placeFields(place));
const placeFields = (place: Place): Readonly<{ $c: number; $p: number }> =>
  place === 'beginning' ? NO_PLACE : { $c: place, $p: place };

/** A place as statistics show it. */
export const placeText = (place: Place): string => {
  const { $c, $p } = placeFields(place);
  return `C:${$c}/P:${$p}`;
};

/** Metadata that name the run and the place that caused an event. */
export const stampJson = ({ id, epoch, version }: ProjectionVersion, place: Place, extra: object = {}): string =>
  JSON.stringify({ $v: `${id}:${epoch}:${version}:${SUBSYSTEM_VERSION}`, ...placeFields(place), ...extra });

/** The stamp in an event's metadata, undefined where no projection wrote it. */
export function stampOf(metadata: Uint8Array): Stamp | undefined {
  const fields = parseObject(textOf(metadata));
  const [, id, epoch, version] = /^(-?\d+):(-?\d+):(-?\d+)(?::\d+)?$/.exec(String(fields?.['$v'])) ?? [];
  const commit = fields?.['$c'];
  if (typeof commit !== 'number' || id === undefined) return undefined;
  const place = fields?.['$p'] === -1 ? 'beginning' : commit;
  return { id: Number(id), epoch: Number(epoch), version: Number(version), place };
}

/**
 * The event that an emission becomes. Its id follows from projection, epoch, place and target: a projection that repeats its
 * work after a kill writes the same events again, never others.
 */
export function emittedEvent(version: ProjectionVersion, cause: StoredEvent, emission: Emission): ProposedEvent {
  const correlation = cause.isJson ? correlationOf(cause.metadata) : undefined;
  const metadata = stampJson(version, cause.position, {
    ...emission.extra,
    $causedBy: cause.id,
    ...(correlation && { $correlationId: correlation.correlationId }),
  });
  return {
    id: idOf(`${version.id}:${version.epoch}:${cause.position}@${emission.stream}`),
    type: emission.type,
    isJson: false,
    data: Buffer.from(emission.data),
    metadata: Buffer.from(metadata),
  };
}

/** A name-based UUID (RFC 9562, version 5, without a namespace). */
function idOf(name: string): string {
  const bytes = createHash('sha1').update(name).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return uuidFromBytes(bytes);
}
