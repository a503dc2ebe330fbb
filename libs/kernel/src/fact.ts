import type { Actor } from './actor.js';
import type { Instant } from './time.js';

export const SERVICES = ['identity', 'gigs', 'contracts', 'payments', 'disputes', 'reputation'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** What a fact tells about its making, beside its data. `policyRefs`: policy name -> version applied. */
export type FactMeta = Readonly<{ actor: Actor; policyRefs: Readonly<Record<string, string>>; region: string }>;

/**
 * A public integration event as consumers see it (CloudEvents 1.0, binary mode; architecture.md §4 is the definition).
 * `type` is the wire type `guildhall.<service>.<kebab-name>.v<N>`; `position` and `revision` are decimal strings of the source.
 */
export type Fact<Type extends string = string, Data extends object = object> = Readonly<{
  id: string;
  type: Type;
  source: string;
  subject: string;
  /** Record key: facts of one key arrive in order. */
  key: string;
  /** Business time of the event. */
  time: Instant;
  recordedTime: Instant;
  /** `$all` position of the event in its service's log (`ce_sequence`). */
  position: string;
  /** Stream revision of the event (`ce_streamrevision`). */
  revision: string;
  correlationId: string;
  causationId: string;
  traceparent?: string;
  meta: FactMeta;
  data: Readonly<Data>;
}>;
