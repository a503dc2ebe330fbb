import { linkTarget, type ResolvedEvent } from '../log/links.js';

/** The stream that an event belongs to; for a link, followed or not, the one it points into. */
export function sourceStreamOf({ event, link }: ResolvedEvent): string {
  const known = event ?? link;
  return known ? (linkTarget(known)?.stream ?? known.stream) : '';
}

/** The event's `$correlationId`; events without one are told apart by their stream. */
export function correlationOf(resolved: ResolvedEvent): string {
  const { event, link } = resolved;
  const id = correlationIdIn((event ?? link)?.metadata);
  return id === undefined ? `stream ${sourceStreamOf(resolved)}` : `id ${id}`;
}

function correlationIdIn(metadata: Uint8Array | undefined): string | undefined {
  if (!metadata || metadata.length === 0) return undefined;
  try {
    const fields: unknown = JSON.parse(Buffer.from(metadata).toString('utf8'));
    const id = typeof fields === 'object' && fields !== null && '$correlationId' in fields ? fields.$correlationId : undefined;
    return typeof id === 'string' ? id : undefined;
  } catch (error) {
    // Metadata is the client's: bytes that are no JSON simply name no correlation.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
