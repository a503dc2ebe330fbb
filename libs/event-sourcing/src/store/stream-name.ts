/**
 * The parts of a stream name: category up to the first hyphen, key after it (empty where there is none).
 * Example: `contracts.contract-7f` gives `{ category: 'contracts.contract', streamKey: '7f' }`.
 */
export const partsOfStream = (stream: string): Readonly<{ category: string; streamKey: string }> => {
  const hyphen = stream.indexOf('-');
  if (hyphen < 0) return { category: stream, streamKey: '' };
  return { category: stream.slice(0, hyphen), streamKey: stream.slice(hyphen + 1) };
};

/** The service that owns a stream or category: what stands before the first dot. */
export const serviceOf = (streamOrCategory: string): string => {
  const dot = streamOrCategory.indexOf('.');
  return dot < 0 ? streamOrCategory : streamOrCategory.slice(0, dot);
};
