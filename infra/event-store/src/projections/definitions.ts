import { randomUUID } from 'node:crypto';
import type { ProjectionLog } from './projection-log.js';
import type { ProposedEvent } from '../log/record.js';
import { textOf } from './standard/bytes.js';
import { parseObject } from './standard/json.js';
import type { SystemProjection } from './standard/system-projection.js';
import { allOf, append, jsonEvent, tailOf } from './state-streams.js';

const REGISTRATION_STREAM = '$projections-$all';
const HANDLERS = 'native:EventStore.Projections.Core.Standard';
const NOTHING = new Uint8Array(0);

/** What is kept of a projection. `version` is the revision of its definition, `epoch` the version at its last reset, -1 before. */
export type Definition = Readonly<{ enabled: boolean; epoch: number; version: number; query: string }>;

/** Enters the projections that are not registered yet; answers every registered name with its number. */
export async function register(log: ProjectionLog, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (tailOf(log, REGISTRATION_STREAM).revision < 0) {
    await append(log, REGISTRATION_STREAM, 'no_stream', [plainEvent('$ProjectionsInitialized', '')]);
  }
  const known = registered(log);
  const missing = names.filter((name) => !known.has(name));
  if (missing.length === 0) return known;
  const { revision } = tailOf(log, REGISTRATION_STREAM);
  await append(
    log,
    REGISTRATION_STREAM,
    revision,
    missing.map((name) => plainEvent('$ProjectionCreated', name)),
  );
  return registered(log);
}

function registered(log: ProjectionLog): ReadonlyMap<string, number> {
  const created = allOf(log, REGISTRATION_STREAM).filter(({ type }) => type === '$ProjectionCreated');
  return new Map(created.map(({ data, revision }) => [textOf(data), revision]));
}

/** The definition as last saved, undefined where there is none. */
export function loadDefinition(log: ProjectionLog, name: string): Definition | undefined {
  const { revision, event } = tailOf(log, streamOf(name));
  const fields = event && parseObject(textOf(event.data));
  if (!fields) return undefined;
  const { enabled, epoch, query } = fields;
  return {
    enabled: enabled === true,
    epoch: typeof epoch === 'number' ? epoch : -1,
    version: revision,
    query: typeof query === 'string' ? query : '',
  };
}

/** Saves a definition; its version is the revision it gets, and one saved meanwhile by somebody else fails the write. */
export async function saveDefinition(
  log: ProjectionLog,
  { name, handler }: SystemProjection,
  definition: Definition,
): Promise<void> {
  const { enabled, epoch, version, query } = definition;
  const data = {
    handlerType: `${HANDLERS}.${handler}`,
    query,
    mode: 'Continuous',
    enabled,
    emitEnabled: true,
    checkpointsDisabled: false,
    trackEmittedStreams: false,
    epoch,
    version,
    runAs: { name: '$system' },
  };
  const expected = version === 0 ? 'no_stream' : version - 1;
  await append(log, streamOf(name), expected, [jsonEvent('$ProjectionUpdated', JSON.stringify(data))]);
}

const streamOf = (name: string): string => `$projections-${name}`;

const plainEvent = (type: string, data: string): ProposedEvent => ({
  id: randomUUID(),
  type,
  isJson: false,
  data: Buffer.from(data),
  metadata: NOTHING,
});
