import { describe, expect, it } from '@jest/globals';
import { refusalOf } from '@guildhall/testing';
import { requireStrongPassword } from './password-policy.js';

const judge = (password: string) => refusalOf(() => requireStrongPassword(password, 'ada.lovelace@example.org'));

describe('A password', () => {
  it.each(['elevenchars', 'a'.repeat(257), 'password1234', 'PassWord1234', 'abababababab', 'ada.lovelace@example.org'])(
    'is refused when it is %s',
    (password) => expect(judge(password)).toBe('IDENTITY.PASSWORD_WEAK'),
  );

  it.each(['twelve chars', 'ünïcode wörds', 'no digits or capitals needed', 'x1'.repeat(100) + 'abc'])('may be %s', (password) =>
    expect(judge(password)).toBe('no refusal'),
  );
});
