import { text } from 'node:stream/consumers';
import { UnusableOptions } from '../options/unusable-options.js';
import { hashPassword } from './password.js';

/** The hash of the password that comes in, for a file of users; a line's end at its end does not count. */
export async function hashFromInput(input: NodeJS.ReadableStream): Promise<string> {
  const password = (await text(input)).replace(/\r?\n$/, '');
  if (password === '') throw new UnusableOptions('Give the password on standard input.');
  return hashPassword(password);
}
