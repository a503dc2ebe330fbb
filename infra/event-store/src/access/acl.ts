import type { Right } from './access.js';

/** Who holds which right: names of users and groups. A right without an entry falls back to the defaults. */
export type Acl = Readonly<Partial<Record<Right, readonly string[]>>>;

/** A stream's own list, or the name of the default that stands for it. */
export type StreamAcl = Acl | '$userStreamAcl' | '$systemStreamAcl';

/** The lists that hold for streams without one of their own. */
export type DefaultAcls = Readonly<{ userStreams: Acl | undefined; systemStreams: Acl | undefined }>;

const FIELDS: Readonly<Record<Right, string>> = {
  read: '$r',
  write: '$w',
  delete: '$d',
  metaRead: '$mr',
  metaWrite: '$mw',
};
const RIGHTS = Object.keys(FIELDS) as readonly Right[];

const everywhere = (role: string): Required<Acl> => ({
  read: [role],
  write: [role],
  delete: [role],
  metaRead: [role],
  metaWrite: [role],
});

/** What holds where neither the stream nor `$settings` says anything (23.10). */
export const BUILT_IN = { userStreams: everywhere('$all'), systemStreams: everywhere('$admins') } as const;

/** The list in a stream's metadata; malformed metadata holds none, as on the original. */
export function aclOfMetadata(json: string | null): StreamAcl | undefined {
  if (json?.includes('"$acl"') !== true) return undefined;
  const acl = objectOf(json)?.['$acl'];
  return acl === '$userStreamAcl' || acl === '$systemStreamAcl' ? acl : aclOf(acl);
}

/** The defaults in the last event of the stream `$settings`. */
export function defaultsOfSettings(json: string | null): DefaultAcls {
  const fields = json === null ? undefined : objectOf(json);
  return { userStreams: aclOf(fields?.['$userStreamAcl']), systemStreams: aclOf(fields?.['$systemStreamAcl']) };
}

function aclOf(value: unknown): Acl | undefined {
  if (!isObject(value)) return undefined;
  const entries = RIGHTS.flatMap((right) => {
    const roles = rolesOf(value[FIELDS[right]]);
    return roles === undefined ? [] : [[right, roles] as const];
  });
  return Object.fromEntries(entries);
}

// A single role may stand without its list. Anything else grants nobody but administrators: a slip must not open a stream.
function rolesOf(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  const listed: readonly unknown[] = Array.isArray(value) ? value : [value];
  return listed.every((role) => typeof role === 'string') ? listed : [];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function objectOf(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
