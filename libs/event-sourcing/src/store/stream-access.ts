import { AccessDeniedError, NO_STREAM, WrongExpectedVersionError } from '@eventstore/db-client';
import type { EventStoreDBClient, StreamACL } from '@eventstore/db-client';
import { STORE_EPOCH_STREAM } from './store-epoch.js';

const ADMINS = '$admins';
/** Streams that all users read and an administrator writes: they keep the defaults. */
const SHARED: ReadonlySet<string> = new Set([STORE_EPOCH_STREAM]);

/** The user of a connection string (`esdb://contracts:…@host:2113`), null where it names none. */
export const userOf = (url: string): string | null => {
  const user = /^[a-z+]+:\/\/([^:@/]+):[^@]*@/.exec(url)?.[1];
  return user === undefined ? null : decodeURIComponent(user);
};

/**
 * The access list of a stream that belongs to one user. The list itself is for administrators alone, so that nobody who got hold of the
 * user's password can open the stream to others (security.md, "Service to service").
 */
export const ownAccess = (user: string): StreamACL => ({
  readRoles: [user],
  writeRoles: [user],
  deleteRoles: [ADMINS],
  metaReadRoles: [user],
  metaWriteRoles: [ADMINS],
});

/**
 * What holds for streams without a list of their own, as the stream `$settings` keeps it: nobody appends to them, so that a stream has its
 * list before its first event, and `users` may look whether one is there and give it the list. The protocol knows no lists for prefixes.
 */
export const defaultAccess = (users: readonly string[]): Readonly<Record<string, object>> => ({
  $userStreamAcl: { $r: users, $w: [ADMINS], $d: [ADMINS], $mr: users, $mw: users },
  $systemStreamAcl: { $r: [ADMINS], $w: [ADMINS], $d: [ADMINS], $mr: [ADMINS], $mw: [ADMINS] },
});

type Client = Pick<EventStoreDBClient, 'setStreamMetadata'>;

/** Gives the streams that a user begins to that user; without a user (a store without access checks) it does nothing. */
export class StreamClaims {
  constructor(private readonly user: string | null) {}

  /**
   * Before the first event, with what else the metadata holds. A stream that has metadata already keeps them: writing over its list is
   * denied, and whether the user may append the append itself will tell.
   */
  async claim(client: Client, stream: string, metadata: Readonly<{ maxCount?: number }> = {}): Promise<void> {
    if (this.user === null || SHARED.has(stream)) return;
    try {
      await client.setStreamMetadata(stream, { ...metadata, acl: ownAccess(this.user) }, { expectedRevision: NO_STREAM });
    } catch (error) {
      if (!(error instanceof WrongExpectedVersionError) && !(error instanceof AccessDeniedError)) throw error;
    }
  }

  get areMade(): boolean {
    return this.user !== null;
  }
}
