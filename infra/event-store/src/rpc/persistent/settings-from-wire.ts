import persistentPb from '@eventstore/db-client/generated/persistent_pb.js';
import type { FilterSpec } from '../../log/filter.js';
import { GroupFailed } from '../../psub/group-errors.js';
import { ALL } from '../../psub/names.js';
import type { GroupName } from '../../psub/persistent-subscriptions.js';
import type { GroupSettings } from '../../psub/settings.js';
import { STRATEGY_NAMES, type StrategyName } from '../../psub/strategies.js';
import { badRequest } from '../errors.js';
import { compiled, filterSpecOf } from '../read-options.js';
import { fromWire, streamNameFromWire } from '../wire.js';
import { namedGroup } from './target.js';

const { ConsumerStrategy } = persistentPb.CreateReq;
const TICKS_A_MILLISECOND = 10_000n;
const LONGEST_MS = 2 ** 31 - 1;

type Options = persistentPb.CreateReq.Options | persistentPb.UpdateReq.Options;
type Settings = persistentPb.CreateReq.Settings | persistentPb.UpdateReq.Settings;

/** What a Create or Update call asks for; the filter is that of a Create call on `$all`. */
export type Wanted = Readonly<{ name: GroupName; settings: GroupSettings; filter: FilterSpec | undefined }>;

/** Fails with INVALID_ARGUMENT where something is missing or makes no sense, and with `GroupFailed` on an unknown strategy. */
export function wantedOf(options: Options | undefined): Wanted {
  const settings = options?.getSettings();
  if (!options || !settings) throw badRequest('A persistent subscription needs options with settings.');
  const name = namedGroup(sourceIn(options), options.getGroupName());
  return {
    name,
    settings: settingsOf(settings, startIn(options, settings), strategyIn(settings, name)),
    filter: filterIn(options),
  };
}

function sourceIn(options: Options): string {
  if (options.hasAll()) return ALL;
  // Field 1 is the form that clients before 21.10 and the official JavaScript client send.
  return streamNameFromWire(options.getStream()?.getStreamIdentifier() ?? options.getStreamIdentifier());
}

function startIn(options: Options, settings: Settings): GroupSettings['startFrom'] {
  const [all, stream] = [options.getAll(), options.getStream()];
  if (all) {
    const position = all.getPosition();
    if (position) return placed(position.getCommitPosition());
    return all.hasEnd() ? 'end' : 'start';
  }
  if (!stream) return placed(settings.getRevision());
  if (stream.hasRevision()) return placed(stream.getRevision());
  return stream.hasEnd() ? 'end' : 'start';
}

// The largest number of 64 bits stands for the end; nothing lies beyond 2^53.
function placed(text: string): GroupSettings['startFrom'] {
  const place = fromWire(text);
  if (place === Number.MAX_SAFE_INTEGER) return 'end';
  return place === 0 ? 'start' : place;
}

function filterIn(options: Options): FilterSpec | undefined {
  const all = options instanceof persistentPb.CreateReq.Options ? options.getAll() : undefined;
  const filter = all?.getFilter();
  if (!filter) return undefined;
  const spec = filterSpecOf(filter);
  compiled(spec);
  return spec;
}

function strategyIn(settings: Settings, { stream, group }: GroupName): StrategyName {
  const named = settings instanceof persistentPb.CreateReq.Settings ? settings.getConsumerStrategy() : '';
  if (named !== '') {
    const known = STRATEGY_NAMES.find((name) => name === named);
    if (!known) throw new GroupFailed(stream, group, `Consumer strategy ${named} does not exist.`);
    return known;
  }
  switch (settings.getNamedConsumerStrategy()) {
    case ConsumerStrategy.ROUNDROBIN:
      return 'RoundRobin';
    case ConsumerStrategy.PINNED:
      return 'Pinned';
    default:
      return 'DispatchToSingle';
  }
}

function settingsOf(settings: Settings, startFrom: GroupSettings['startFrom'], strategy: StrategyName): GroupSettings {
  return {
    startFrom,
    strategy,
    links: settings.getResolveLinks() ? 'follow' : 'as-is',
    statistics: settings.getExtraStatistics() ? 'extra' : 'plain',
    messageTimeoutMs: settings.hasMessageTimeoutTicks()
      ? milliseconds('message time-out', settings.getMessageTimeoutTicks())
      : count('message time-out', settings.getMessageTimeoutMs()),
    checkPointAfterMs: settings.hasCheckpointAfterTicks()
      ? milliseconds('checkpoint interval', settings.getCheckpointAfterTicks())
      : count('checkpoint interval', settings.getCheckpointAfterMs()),
    maxRetryCount: count('maximum of retries', settings.getMaxRetryCount()),
    minCheckPointCount: count('lower bound of checkpoints', settings.getMinCheckpointCount()),
    maxCheckPointCount: count('upper bound of checkpoints', settings.getMaxCheckpointCount()),
    maxSubscriberCount: count('maximum of subscribers', settings.getMaxSubscriberCount()),
    liveBufferSize: count('live buffer size', settings.getLiveBufferSize()),
    historyBufferSize: count('history buffer size', settings.getHistoryBufferSize()),
    readBatchSize: count('read batch size', settings.getReadBatchSize()),
  };
}

function count(what: string, value: number): number {
  if (value < 0) throw badRequest(`The ${what} cannot be below zero.`);
  return value;
}

// What clients mean by "for ever" in ticks is more than an answer's milliseconds can carry.
const milliseconds = (what: string, ticks: string): number =>
  count(what, Math.min(LONGEST_MS, Number(BigInt(ticks) / TICKS_A_MILLISECOND)));
