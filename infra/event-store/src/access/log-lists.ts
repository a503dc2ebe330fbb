import { readStream } from '../log/finite-read.js';
import type { Log } from '../log/log.js';
import { StreamTombstoned } from '../log/stream-tombstoned.js';
import { aclOfMetadata, defaultsOfSettings, type DefaultAcls } from './acl.js';
import type { Lists } from './rules.js';

const SETTINGS = '$settings';
const decoder = new TextDecoder();

/** The lists as they stand in the log at this moment: a change holds for the next call. */
export function listsOf(log: Log): Lists {
  let seen = '';
  let defaults: DefaultAcls = defaultsOfSettings(null);
  return {
    streamAcl: (stream) => aclOfMetadata(headOf(log, stream)?.metadataJson ?? null),
    defaults: () => {
      const head = headOf(log, SETTINGS);
      // The second number moves when the stream is deleted or truncated.
      const now = `${head?.lastRevision ?? 'gone'} ${head?.metadataRevision ?? 'gone'}`;
      if (now !== seen) defaults = defaultsOfSettings(lastOf(log, SETTINGS));
      seen = now;
      return defaults;
    },
  };
}

// Of a stream deleted for good nothing is left, its list neither: the call is told about the deletion.
function headOf(log: Log, stream: string): ReturnType<Log['visible']>['head'] | undefined {
  try {
    return log.visible(stream).head;
  } catch (error) {
    if (error instanceof StreamTombstoned) return undefined;
    throw error;
  }
}

function lastOf(log: Log, stream: string): string | null {
  try {
    for (const [last] of readStream(log, stream, Number.MAX_SAFE_INTEGER, 'backwards') ?? [])
      return last ? decoder.decode(last.data) : null;
    return null;
  } catch (error) {
    if (error instanceof StreamTombstoned) return null;
    throw error;
  }
}
