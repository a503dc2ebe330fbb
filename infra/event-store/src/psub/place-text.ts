import { ALL } from './names.js';

/** A place as settings and statistics show it: a revision (`12`), or a position of `$all` (`C:1/P:1`). */
export const placeText = (stream: string, place: number): string => (stream === ALL ? `C:${place}/P:${place}` : String(place));

/** Where a group begins: 0 for the start, -1 for the end, else the place. */
export function startText(stream: string, start: 'start' | 'end' | number): string {
  return placeText(stream, start === 'start' ? 0 : start === 'end' ? -1 : start);
}

/** The place that a text shows; undefined where it shows none. */
export function placeOf(text: string): number | undefined {
  const digits = /^(?:C:)?(\d+)(?:\/P:\d+)?$/.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

export function startOf(text: string): 'start' | 'end' | number | undefined {
  if (text === '-1' || text === 'C:-1/P:-1') return 'end';
  const place = placeOf(text);
  return place === 0 ? 'start' : place;
}
