import { readFile } from 'node:fs/promises';

/** How full the database's heap is; all read models live in it. */
export interface HeapUse {
  /** Bytes in use now, garbage of past requests included. */
  readonly usedBytes: number;
  /** Bytes that survived the last collections: the documents themselves; 0 before the first collection. */
  readonly keptBytes: number;
  readonly maxBytes: number;
}

const isHeapUse = (value: unknown): value is HeapUse =>
  typeof value === 'object' &&
  value !== null &&
  'usedBytes' in value &&
  'keptBytes' in value &&
  'maxBytes' in value &&
  [value.usedBytes, value.keptBytes, value.maxBytes].every((bytes) => typeof bytes === 'number');

/** The launcher's last report (it writes one every 2 s), or undefined when there is none yet. */
export const readHeapUse = async (file: string): Promise<HeapUse | undefined> => {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const value: unknown = JSON.parse(text);
  return isHeapUse(value) ? value : undefined;
};
