import { randomUUID } from 'node:crypto';

/** A place of the store, below its mount: `<purpose>/<subject>` of a key, `secrets/<name>` of a secret. */
export type Place = Readonly<{ folder: string; name: string }>;

/** Folder of the named secrets; no purpose is called so. */
export const SECRETS = 'secrets';

/** Ids and names of secrets are legible in paths; `.` alone or twice would be taken for a folder. */
const PLAIN = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

const segmentOf = (text: string): string => (PLAIN.test(text) ? text : `~${Buffer.from(text).toString('base64url')}`);

const textOf = (segment: string): string =>
  segment.startsWith('~') ? Buffer.from(segment.slice(1), 'base64url').toString('utf8') : segment;

/** The path of a place: one segment each, so that a rule for a folder covers no other one. */
export const pathOf = ({ folder, name }: Place): string => `${segmentOf(folder)}/${segmentOf(name)}`;

/** What a wrapped value is bound to: it opens under no other place and id. */
export const boundTo = ({ folder, name }: Place, kid: string): string =>
  Buffer.from(JSON.stringify([folder, name, kid])).toString('base64');

/** A new key id. It says where the key lies, so that nothing else has to be kept to find a key by its id. */
export const newKid = ({ folder, name }: Place): string => [randomUUID(), segmentOf(folder), segmentOf(name)].join(':');

/** The place of a key by its id, or null where no id of this form is given. */
export const placeOfKid = (kid: string): Place | null => {
  const [id, folder, name, ...more] = kid.split(':');
  if (!id || !folder || !name || more.length > 0) return null;
  return { folder: textOf(folder), name: textOf(name) };
};
