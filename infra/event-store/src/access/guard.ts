import type grpc from '@grpc/grpc-js';
import { AccessDenied, Unauthenticated, type Access, type Need, type User } from './access.js';
import { isGranted, type Anonymous, type Lists } from './rules.js';
import type { Users } from './users.js';

/** Secure mode: users with passwords, and lists that say what each may do. */
export class Guard implements Access {
  constructor(
    private readonly users: Users,
    private readonly lists: Lists,
    private readonly anonymous: Anonymous,
  ) {}

  async identify(metadata: grpc.Metadata): Promise<User | undefined> {
    const [authorization, another] = metadata.get('authorization');
    if (authorization === undefined) return undefined;
    if (typeof authorization !== 'string' || another !== undefined)
      throw new Unauthenticated('One authorization header is understood.');
    return this.users.identify(authorization);
  }

  authorize(user: User | undefined, need: Need): void {
    if (!isGranted(user, need, this.lists, this.anonymous)) throw new AccessDenied(sentenceOf(user, need));
  }
}

function sentenceOf(user: User | undefined, need: Need): string {
  const who = user === undefined ? 'A call without credentials' : `The user '${user.name}'`;
  switch (need.kind) {
    case 'stream':
      return `${who} has no right to ${VERBS[need.right]} the stream '${need.stream}'.`;
    case 'operation':
      return `${who} may not manage ${need.operation === 'node' ? 'this node' : need.operation.replace('-', ' ')}.`;
  }
}

const VERBS = {
  read: 'read',
  write: 'append to',
  delete: 'delete',
  metaRead: 'read the metadata of',
  metaWrite: 'set the metadata of',
} as const;
