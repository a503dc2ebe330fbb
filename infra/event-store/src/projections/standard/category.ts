/** Where a stream's name is cut to find its category: at the first or the last separator, one character. */
export type CategoryRule = Readonly<{ cut: 'first' | 'last'; separator: string }>;

/** 23.10's rule: everything before the first dash. */
export const FIRST_DASH: CategoryRule = { cut: 'first', separator: '-' };

/** The rule as the original keeps it in a projection's query: direction and separator on two lines. */
export const queryOf = ({ cut, separator }: CategoryRule): string => `${cut}\r\n${separator}`;

/** A stream's category; undefined for system streams and names that the separator does not cut. */
export function categoryOf(stream: string, { cut, separator }: CategoryRule): string | undefined {
  if (stream.startsWith('$')) return undefined;
  const at = cut === 'first' ? stream.indexOf(separator) : stream.lastIndexOf(separator);
  return at > 0 ? stream.slice(0, at) : undefined;
}
