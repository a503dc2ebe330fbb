import type grpc from '@grpc/grpc-js';

/** The rights of an access list: `$r`, `$w`, `$d`, `$mr` and `$mw` of a stream's metadata. */
export type Right = 'read' | 'write' | 'delete' | 'metaRead' | 'metaWrite';

/** What a call wants: a right on a stream ('$all' is a stream), or an endpoint reserved for groups. */
export type Need =
  | Readonly<{ kind: 'stream'; stream: string; right: Right }>
  /** Management: `$admins` or `$ops`. */
  | Readonly<{ kind: 'operation'; operation: 'persistent-subscriptions' | 'projections' | 'node' }>;

export type User = Readonly<{ name: string; groups: readonly string[] }>;

export interface Access {
  /** The user behind a call's metadata, undefined for anonymous calls. Fails with `Unauthenticated` on wrong credentials. */
  identify(metadata: grpc.Metadata): Promise<User | undefined>;
  /** Fails with `AccessDenied` where the need is not granted. */
  authorize(user: User | undefined, need: Need): void;
}

/** The credentials are not those of a user: UNAUTHENTICATED, 401 over HTTP. */
export class Unauthenticated extends Error {}

/** The user may not do this: PERMISSION_DENIED with the exception `access-denied`, 403 over HTTP. */
export class AccessDenied extends Error {}

/** Insecure mode: nobody is asked for a name and everything is granted. */
export const openAccess: Access = {
  identify: () => Promise.resolve(undefined),
  authorize: () => undefined,
};

/** The user of a call whose needs are all granted; checked once, when a call or a subscription begins. */
export async function admit(
  access: Access,
  { metadata }: Readonly<{ metadata: grpc.Metadata }>,
  ...needs: readonly Need[]
): Promise<User | undefined> {
  const user = await access.identify(metadata);
  for (const need of needs) access.authorize(user, need);
  return user;
}
