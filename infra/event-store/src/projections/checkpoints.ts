import type { ProjectionLog } from './projection-log.js';
import { allOf, append, jsonEvent, setMetadata, tailOf } from './state-streams.js';
import { stampJson, stampOf, type Place, type ProjectionVersion } from './stamp.js';

/** The original keeps two checkpoints and shows them to administrators only. */
const METADATA = {
  $maxCount: 2,
  $acl: { $r: '$admins', $w: '$admins', $d: '$admins', $mr: '$all', $mw: '$admins' },
} as const;

/** State and result, both empty: links are all that a system projection makes. */
const NO_STATE = '[]';

/** How far a projection is, in its stream `$projections-<name>-checkpoint`. */
export class Checkpoints {
  readonly #stream: string;

  constructor(
    private readonly log: ProjectionLog,
    projection: string,
  ) {
    this.#stream = `$projections-${projection}-checkpoint`;
  }

  /** The last checkpoint of this epoch. */
  load({ id, epoch }: ProjectionVersion): Place {
    const stamp = allOf(this.log, this.#stream)
      .map(({ metadata }) => stampOf(metadata))
      .at(-1);
    return stamp && stamp.id === id && stamp.version >= epoch ? stamp.place : 'beginning';
  }

  async write(version: ProjectionVersion, place: Place): Promise<void> {
    if (tailOf(this.log, this.#stream).revision < 0) await setMetadata(this.log, this.#stream, METADATA);
    await append(this.log, this.#stream, 'any', [jsonEvent('$ProjectionCheckpoint', NO_STATE, stampJson(version, place))]);
  }
}
