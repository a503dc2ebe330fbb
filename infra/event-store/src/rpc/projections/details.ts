import projectionsPb from '@eventstore/db-client/generated/projections_pb.js';
import type { ProjectionStatistics } from '../../projections/statistics.js';

/** One answer of Projections.Statistics. */
export function detailsMessage(statistics: ProjectionStatistics): projectionsPb.StatisticsResp {
  const details = new projectionsPb.StatisticsResp.Details()
    .setName(statistics.name)
    .setEffectivename(statistics.name)
    .setStatus(statistics.status)
    .setStatereason(statistics.stateReason)
    .setMode(statistics.mode)
    .setVersion(String(statistics.version))
    .setEpoch(String(statistics.epoch))
    .setPosition(statistics.position)
    .setLastcheckpoint(statistics.lastCheckpoint)
    .setProgress(statistics.progress)
    .setCoreprocessingtime(String(statistics.coreProcessingTime))
    .setEventsprocessedafterrestart(String(statistics.eventsProcessedAfterRestart))
    .setBufferedevents(String(statistics.bufferedEvents))
    .setPartitionscached(statistics.partitionsCached)
    .setWritesinprogress(statistics.writesInProgress)
    .setReadsinprogress(0)
    .setCheckpointstatus('')
    .setWritependingeventsbeforecheckpoint(0)
    .setWritependingeventsaftercheckpoint(statistics.writePendingEventsAfterCheckpoint);
  return new projectionsPb.StatisticsResp().setDetails(details);
}
