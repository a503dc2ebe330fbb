/** The provider's ids are `<prefix>_<UUID>`; ours is the UUID, because facts name instruments and destinations by UUID. */
export const PREFIX = { instrument: 'ins_', destination: 'dst_' } as const;

export const ownId = (prefix: string, id: string): string => {
  if (!id.startsWith(prefix)) throw new Error(`The provider gave an id without ${prefix}: ${id}`);
  return id.slice(prefix.length);
};
