import { randomUUID } from 'node:crypto';
import type { Outcome } from '../log/commands.js';
import { readStream } from '../log/finite-read.js';
import type { Log } from '../log/log.js';
import { metadataStreamOf, type ProposedEvent, type StoredEvent } from '../log/record.js';
import { textOf } from '../projections/standard/bytes.js';
import type { SystemProjections } from '../projections/system-projections.js';
import { until } from './fixture.js';

/** An event as a client proposes it. */
export const proposed = (type: string, metadata = '', data = '{}'): ProposedEvent => ({
  id: randomUUID(),
  type,
  isJson: type !== '$>',
  data: Buffer.from(data),
  metadata: Buffer.from(metadata),
});
export const append = (log: Log, stream: string, ...events: ProposedEvent[]): Promise<Outcome> =>
  log.execute({ kind: 'append', stream, expected: 'any', events });
export const setMetadata = (log: Log, stream: string, json: string): Promise<Outcome> =>
  append(log, metadataStreamOf(stream), proposed('$metadata', '', json));

/** What a reader sees of a stream; nothing where there is none. */
export const readAll = (log: Log, stream: string): StoredEvent[] => [...(readStream(log, stream, 0, 'forwards') ?? [])].flat();
/** Data of what a reader sees of a stream: the links. */
export const linksIn = (log: Log, stream: string): string[] => readAll(log, stream).map(({ data }) => textOf(data));

/** Whether every enabled projection has worked off the whole log. */
const caughtUp = ({ all }: SystemProjections): boolean =>
  all.every(({ statistics: { status, progress } }) => status === 'Stopped' || (status === 'Running' && progress === 100));

/** Waits for it; generous, because on a busy machine thousands of links take their time. */
export const settled = (projections: SystemProjections): Promise<void> =>
  until('all projections are caught up', () => caughtUp(projections), 45_000);
