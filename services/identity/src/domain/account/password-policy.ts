import { fail } from '../identity.errors.js';
import policy from '../policies/account-v1.json' with { type: 'json' };
import breached from '../policies/breached-passwords-v1.json' with { type: 'json' };

const leaked: ReadonlySet<string> = new Set(breached.passwords);

/**
 * Throws PASSWORD_WEAK for a password that is short, known from leaks, made of few characters, or the address itself. No composition
 * rules (ASVS 6.2). Length counts code points.
 */
export const requireStrongPassword = (password: string, email: string): void => {
  const { minLength, maxLength, minDistinct } = policy.password;
  const characters = [...password];
  if (characters.length < minLength || characters.length > maxLength)
    throw fail('IDENTITY.PASSWORD_WEAK', `A password has ${minLength} to ${maxLength} characters`, { minLength, maxLength });
  const lower = password.toLowerCase();
  const guessable = leaked.has(lower) || new Set(characters).size < minDistinct || lower === email.toLowerCase();
  if (guessable) throw fail('IDENTITY.PASSWORD_WEAK', 'This password is known from leaks or easily guessed: choose another one');
};
