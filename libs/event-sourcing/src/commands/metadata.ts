import type { EventMetadata } from '../store/event-store.port.js';
import type { CommandContext } from './command-context.js';

/**
 * The metadata of every event that a command writes (architecture.md §3); no other function makes it. `schemaVersion` is that of the
 * event's type; `traceparent` (W3C trace context) is the command's span, else the context's own.
 */
export const metadataOf = (context: CommandContext, schemaVersion: number, traceparent = context.traceparent): EventMetadata => ({
  $correlationId: context.correlationId,
  $causationId: context.causationId,
  commandId: context.commandId,
  ...(context.requestHash === undefined ? {} : { requestHash: context.requestHash }),
  actor: context.actor,
  occurredAt: context.occurredAt,
  schemaVersion,
  policyRefs: context.policyRefs ?? {},
  region: context.region,
  ...(traceparent === undefined ? {} : { traceparent }),
});
