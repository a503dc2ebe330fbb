/** A view of the same bytes. */
export const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
export const textOf = (bytes: Uint8Array): string => asBuffer(bytes).toString('utf8');
