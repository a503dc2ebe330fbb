import type { FilterSpec } from '../log/filter.js';
import { placeOf, placeText, startOf, startText } from './place-text.js';
import type { GroupSettings } from './settings.js';
import { STRATEGY_NAMES } from './strategies.js';

/** A group as it is configured. */
export type GroupDefinition = Readonly<{
  /** Its source: a stream, or `$all`. */
  stream: string;
  group: string;
  settings: GroupSettings;
  /** Of `$all`; undefined takes everything. */
  filter: FilterSpec | undefined;
  /** Where the source ended when the start position was set: a group that starts at the end begins behind it. */
  origin: number;
  /** Tells a group from an earlier one of the same name. */
  incarnation: string;
}>;

/** One entry of the configuration event; names after the original's. */
type Entry = Readonly<Record<string, unknown>>;

export const toEntry = ({ stream, group, settings, filter, origin, incarnation }: GroupDefinition): Entry => ({
  stream,
  group,
  incarnation,
  resolveLinkTos: settings.links === 'follow',
  startPosition: startText(stream, settings.startFrom),
  origin: origin < 0 ? '' : placeText(stream, origin),
  messageTimeout: settings.messageTimeoutMs,
  maxRetryCount: settings.maxRetryCount,
  extraStatistics: settings.statistics === 'extra',
  liveBufferSize: settings.liveBufferSize,
  historyBufferSize: settings.historyBufferSize,
  readBatchSize: settings.readBatchSize,
  checkPointAfter: settings.checkPointAfterMs,
  minCheckPointCount: settings.minCheckPointCount,
  maxCheckPointCount: settings.maxCheckPointCount,
  maxSubscriberCount: settings.maxSubscriberCount,
  namedConsumerStrategy: settings.strategy,
  ...(filter && { filter: { on: filter.on, ...filter.match, checkpointEvery: filter.checkpointEvery } }),
});

/** Undefined where the entry is none that this server wrote. */
export function fromEntry(entry: unknown): GroupDefinition | undefined {
  if (!isRecord(entry)) return undefined;
  const { stream, group, incarnation, startPosition, namedConsumerStrategy, origin } = entry;
  const texts = [stream, group, incarnation, startPosition, origin];
  const numbers = NUMBERS.map((name) => entry[name]);
  if (!texts.every(isText) || !numbers.every(isCount)) return undefined;
  const [startFrom, strategy] = [startOf(String(startPosition)), STRATEGY_NAMES.find((name) => name === namedConsumerStrategy)];
  const filter = entry['filter'] === undefined ? undefined : filterOf(entry['filter']);
  if (startFrom === undefined || !strategy || (entry['filter'] !== undefined && !filter)) return undefined;
  const count = (name: (typeof NUMBERS)[number]): number => Number(entry[name]);
  return {
    stream: String(stream),
    group: String(group),
    incarnation: String(incarnation),
    origin: placeOf(String(origin)) ?? -1,
    filter,
    settings: {
      startFrom,
      strategy,
      links: entry['resolveLinkTos'] === true ? 'follow' : 'as-is',
      statistics: entry['extraStatistics'] === true ? 'extra' : 'plain',
      messageTimeoutMs: count('messageTimeout'),
      maxRetryCount: count('maxRetryCount'),
      liveBufferSize: count('liveBufferSize'),
      historyBufferSize: count('historyBufferSize'),
      readBatchSize: count('readBatchSize'),
      checkPointAfterMs: count('checkPointAfter'),
      minCheckPointCount: count('minCheckPointCount'),
      maxCheckPointCount: count('maxCheckPointCount'),
      maxSubscriberCount: count('maxSubscriberCount'),
    },
  };
}

const NUMBERS = [
  'messageTimeout',
  'maxRetryCount',
  'liveBufferSize',
  'historyBufferSize',
  'readBatchSize',
  'checkPointAfter',
  'minCheckPointCount',
  'maxCheckPointCount',
  'maxSubscriberCount',
] as const;

function filterOf(value: unknown): FilterSpec | undefined {
  if (!isRecord(value)) return undefined;
  const { on, regex, prefixes, checkpointEvery } = value;
  if ((on !== 'stream-name' && on !== 'event-type') || !isCount(checkpointEvery)) return undefined;
  if (isText(regex)) return { on, match: { regex }, checkpointEvery };
  return Array.isArray(prefixes) && prefixes.every(isText) ? { on, match: { prefixes }, checkpointEvery } : undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
