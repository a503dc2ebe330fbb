import type sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import { ALL } from '../../psub/names.js';
import type { GroupName } from '../../psub/persistent-subscriptions.js';
import { badRequest } from '../errors.js';
import { streamNameFromWire } from '../wire.js';

type Target = Readonly<{
  hasAll(): boolean;
  getStreamIdentifier(): sharedPb.StreamIdentifier | undefined;
  getGroupName(): string;
}>;

/** The group that a call is about; the same fields name it in every message. */
export function groupOf(options: Target | undefined): GroupName {
  if (!options) throw badRequest('A call about a persistent subscription needs options.');
  return namedGroup(options.hasAll() ? ALL : streamNameFromWire(options.getStreamIdentifier()), options.getGroupName());
}

export function namedGroup(stream: string, group: string): GroupName {
  if (group === '') throw badRequest('A persistent subscription needs the name of its group.');
  return { stream, group };
}
