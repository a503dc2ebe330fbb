/** Code of a system error (`ECONNREFUSED`), its own or that of its cause. Told by shape: such errors may come from another realm. */
export const errorCode = (error: unknown): string | undefined => {
  if (typeof error !== 'object' || error === null) return undefined;
  const own = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return ('cause' in error ? errorCode(error.cause) : undefined) ?? own;
};
