export const SQLITE_BUSY = 5;
export const SQLITE_IOERR = 10;
export const SQLITE_FULL = 13;
/** Extended code of a WAL index that could not grow: the disk is full, nothing is lost. */
const SQLITE_IOERR_SHMSIZE = SQLITE_IOERR | (19 << 8);

/** Primary result code of a SQLite error, undefined for any other error. By shape: the error may come from another realm. */
export function sqliteCode(error: unknown): number | undefined {
  const code = extendedCode(error);
  return code === undefined ? undefined : code & 0xff;
}

/** What a failed write means: no room, a disk that cannot be trusted any more, or a fault of another kind. */
export function failureOf(error: unknown): 'disk-full' | 'disk-failed' | 'other' {
  if (sqliteCode(error) === SQLITE_FULL || extendedCode(error) === SQLITE_IOERR_SHMSIZE) return 'disk-full';
  return sqliteCode(error) === SQLITE_IOERR ? 'disk-failed' : 'other';
}

export const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);

function extendedCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode;
}
