/** The source of groups that read the whole log. */
export const ALL = '$all';
/** Every group with its settings: the last event is what counts. */
export const CONFIGURATION_STREAM = '$persistentSubscriptionConfig';

const PREFIX = '$persistentsubscription-';

export const keyOf = (stream: string, group: string): string => `${stream}::${group}`;
export const checkpointStreamOf = (key: string): string => `${PREFIX}${key}-checkpoint`;
export const parkedStreamOf = (key: string): string => `${PREFIX}${key}-parked`;

/**
 * What groups on `$all` write about themselves. No such group is given it: each checkpoint would call for the next, and what
 * was parked would come back at once.
 */
export function isOwnBookkeeping(stream: string): boolean {
  const name = stream.startsWith('$$$') ? stream.slice(2) : stream;
  return name.startsWith(`${PREFIX}${ALL}::`) || name === CONFIGURATION_STREAM;
}
