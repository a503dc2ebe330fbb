import type { Need, Right, User } from './access.js';
import { BUILT_IN, type DefaultAcls, type StreamAcl } from './acl.js';

/** What the rules look at: the list in a stream's metadata and the defaults of `$settings`. */
export type Lists = Readonly<{
  streamAcl: (stream: string) => StreamAcl | undefined;
  defaults: () => DefaultAcls;
}>;

/** Whether calls without credentials count among `$all`; as in 23.10 they do not unless the server is told so. */
export type Anonymous = 'refused' | 'as-everybody';

export const ADMINS = '$admins';
export const OPS = '$ops';
const EVERYBODY = '$all';

/** Decides one need, after 23.10: administrators may do everything, the others what a list names them for. */
export function isGranted(user: User | undefined, need: Need, lists: Lists, anonymous: Anonymous): boolean {
  if (user?.groups.includes(ADMINS)) return true;
  if (user === undefined && anonymous === 'refused') return false;
  switch (need.kind) {
    case 'operation':
      return user?.groups.includes(OPS) ?? false;
    case 'stream': {
      const asked = originalOf(need.stream, need.right);
      return asked !== undefined && rolesOf(asked.stream, asked.right, lists).some((role) => isIn(user, role));
    }
  }
}

// A metadata stream has no list of its own: reading and writing it are rights on the stream it describes. Nobody but an
// administrator deletes one.
function originalOf(stream: string, right: Right): { stream: string; right: Right } | undefined {
  if (!stream.startsWith('$$')) return { stream, right };
  const original = stream.slice(2);
  switch (right) {
    case 'read':
    case 'metaRead':
      return { stream: original, right: 'metaRead' };
    case 'write':
    case 'metaWrite':
      return { stream: original, right: 'metaWrite' };
    case 'delete':
      return undefined;
  }
}

function rolesOf(stream: string, right: Right, lists: Lists): readonly string[] {
  const own = lists.streamAcl(stream);
  const roles = typeof own === 'object' ? own[right] : undefined;
  if (roles) return roles;
  const group = groupOf(stream, own);
  return lists.defaults()[group]?.[right] ?? BUILT_IN[group][right];
}

function groupOf(stream: string, own: StreamAcl | undefined): keyof DefaultAcls {
  if (own === '$userStreamAcl') return 'userStreams';
  if (own === '$systemStreamAcl') return 'systemStreams';
  return stream.startsWith('$') ? 'systemStreams' : 'userStreams';
}

const isIn = (user: User | undefined, role: string): boolean =>
  role === EVERYBODY || role === user?.name || (user?.groups.includes(role) ?? false);
