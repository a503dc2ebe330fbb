import persistentPb from '@eventstore/db-client/generated/persistent_pb.js';
import type { ConnectionInfo, GroupInfo } from '../../psub/info.js';
import { startText } from '../../psub/place-text.js';

const { SubscriptionInfo } = persistentPb;

/** A group's info as GetInfo and List answer it: every setting as it was given, and what is counted. */
export function infoToWire(info: GroupInfo): persistentPb.SubscriptionInfo {
  const { stream, group, settings } = info.definition;
  return new SubscriptionInfo()
    .setEventSource(stream)
    .setGroupName(group)
    .setStatus(info.status)
    .setConnectionsList(info.connections.map(connectionToWire))
    .setAveragePerSecond(info.averagePerSecond)
    .setTotalItems(String(info.totalItems))
    .setCountSinceLastMeasurement(String(info.countSinceLastMeasurement))
    .setLastCheckpointedEventPosition(info.lastCheckpointed)
    .setLastKnownEventPosition(info.lastKnown)
    .setResolveLinkTos(settings.links === 'follow')
    .setStartFrom(startText(stream, settings.startFrom))
    .setMessageTimeoutMilliseconds(settings.messageTimeoutMs)
    .setExtraStatistics(settings.statistics === 'extra')
    .setMaxRetryCount(settings.maxRetryCount)
    .setLiveBufferSize(settings.liveBufferSize)
    .setBufferSize(settings.historyBufferSize)
    .setReadBatchSize(settings.readBatchSize)
    .setCheckPointAfterMilliseconds(settings.checkPointAfterMs)
    .setMinCheckPointCount(settings.minCheckPointCount)
    .setMaxCheckPointCount(settings.maxCheckPointCount)
    .setMaxSubscriberCount(settings.maxSubscriberCount)
    .setNamedConsumerStrategy(settings.strategy)
    .setReadBufferCount(info.readBuffer)
    .setLiveBufferCount(String(info.liveBuffer))
    .setRetryBufferCount(info.retryBuffer)
    .setTotalInFlightMessages(info.inFlight)
    .setOutstandingMessagesCount(info.inFlight)
    .setParkedMessageCount(String(info.parked));
}

const connectionToWire = (connection: ConnectionInfo): persistentPb.SubscriptionInfo.ConnectionInfo =>
  new SubscriptionInfo.ConnectionInfo()
    .setFrom(connection.from)
    .setUsername(connection.user)
    .setConnectionName(connection.connectionName)
    .setAverageItemsPerSecond(connection.averagePerSecond)
    .setTotalItems(String(connection.totalItems))
    .setCountSinceLastMeasurement(String(connection.countSinceLastMeasurement))
    .setAvailableSlots(connection.availableSlots)
    .setInFlightMessages(connection.inFlight)
    .setObservedMeasurementsList(
      connection.observed.map(({ key, value }) => new SubscriptionInfo.Measurement().setKey(key).setValue(String(value))),
    );
