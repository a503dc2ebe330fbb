import type { GroupInfo } from '../psub/info.js';
import type { PersistentSubscriptions } from '../psub/persistent-subscriptions.js';
import { GroupMissing } from '../psub/group-errors.js';
import { json, notFound } from './answer.js';
import type { HttpGate } from './http-gate.js';
import type { Route } from './routes.js';

/** What is known of persistent subscriptions, in the original's JSON. */
export function subscriptionRoutes(subscriptions: PersistentSubscriptions, gate: HttpGate): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/subscriptions',
      handle: async (request) => {
        await gate.endpoint(request);
        return json(subscriptions.infos().map((info) => summaryOf(info, request.base)));
      },
    },
    {
      method: 'GET',
      path: '/subscriptions/:stream',
      handle: async (request, name) => {
        await gate.endpoint(request);
        return json(subscriptions.infos(name('stream')).map((info) => summaryOf(info, request.base)));
      },
    },
    {
      method: 'GET',
      path: '/subscriptions/:stream/:group/info',
      handle: async (request, name) => {
        await gate.endpoint(request);
        return json(detailOf(found(subscriptions, name('stream'), name('group')), request.base));
      },
    },
  ];
}

function found(subscriptions: PersistentSubscriptions, stream: string, group: string): GroupInfo {
  try {
    return subscriptions.info({ stream, group });
  } catch (error) {
    if (error instanceof GroupMissing) throw notFound(`persistent subscription '${group}' on '${stream}'`);
    throw error;
  }
}

function summaryOf(info: GroupInfo, base: string): object {
  const { stream, group } = info.definition;
  const uri = `${base}/subscriptions/${encodeURIComponent(stream)}/${encodeURIComponent(group)}`;
  return {
    links: [{ href: `${uri}/info`, rel: 'detail' }],
    ...commonOf(info, base),
    lastCheckpointedEventPosition: info.lastCheckpointed,
    lastKnownEventPosition: info.lastKnown,
    connectionCount: info.connections.length,
  };
}

function detailOf(info: GroupInfo, base: string): object {
  const { settings } = info.definition;
  return {
    config: {
      resolveLinktos: settings.links === 'follow',
      startFrom: settings.startFrom,
      messageTimeoutMilliseconds: settings.messageTimeoutMs,
      extraStatistics: settings.statistics === 'extra',
      maxRetryCount: settings.maxRetryCount,
      liveBufferSize: settings.liveBufferSize,
      bufferSize: settings.historyBufferSize,
      readBatchSize: settings.readBatchSize,
      checkPointAfterMilliseconds: settings.checkPointAfterMs,
      minCheckPointCount: settings.minCheckPointCount,
      maxCheckPointCount: settings.maxCheckPointCount,
      maxSubscriberCount: settings.maxSubscriberCount,
      namedConsumerStrategy: settings.strategy,
    },
    ...commonOf(info, base),
    lastCheckpointedEventPosition: info.lastCheckpointed,
    lastKnownEventPosition: info.lastKnown,
    countSinceLastMeasurement: info.countSinceLastMeasurement,
    readBufferCount: info.readBuffer,
    liveBufferCount: info.liveBuffer,
    retryBufferCount: info.retryBuffer,
    connections: info.connections.map((connection) => ({
      from: connection.from,
      username: connection.user,
      connectionName: connection.connectionName,
      averageItemsPerSecond: connection.averagePerSecond,
      totalItemsProcessed: connection.totalItems,
      countSinceLastMeasurement: connection.countSinceLastMeasurement,
      availableSlots: connection.availableSlots,
      inFlightMessages: connection.inFlight,
      extraStatistics: connection.observed,
    })),
  };
}

const commonOf = ({ definition, status, averagePerSecond, totalItems, inFlight, parked }: GroupInfo, base: string): object => ({
  eventStreamId: definition.stream,
  groupName: definition.group,
  parkedMessageUri: `${base}/streams/${encodeURIComponent(`$persistentsubscription-${definition.stream}::${definition.group}-parked`)}`,
  status,
  averageItemsPerSecond: averagePerSecond,
  totalItemsProcessed: totalItems,
  totalInFlightMessages: inFlight,
  parkedMessageCount: parked,
});
