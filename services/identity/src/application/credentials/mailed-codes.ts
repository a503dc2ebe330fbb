import { createHmac, timingSafeEqual } from 'node:crypto';
import { SERVICE_CONFIG } from '@guildhall/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { IdentityConfig } from '../../config.js';
import type { CodePurpose } from '../../domain/account/account.events.js';
import policy from '../../domain/policies/account-v1.json' with { type: 'json' };

/** Which code is meant: the event that asked for it names all three. */
export type CodeIdentity = Readonly<{ accountId: string; purpose: CodePurpose; codeId: string }>;

/**
 * Codes of mails: HMAC-SHA-256(server key, account | purpose | codeId) cut to 8 decimal digits (security.md, Codes). A code can be derived
 * again at any time, so none is stored.
 */
@Injectable()
export class MailedCodes {
  constructor(@Inject(SERVICE_CONFIG) private readonly config: Pick<IdentityConfig, 'codeHmacKey' | 'formerCodeHmacKey'>) {}

  codeOf(code: CodeIdentity): string {
    return codeUnder(this.config.codeHmacKey, code);
  }

  /** Compares in constant time; a code that was mailed before the key's rotation is right, too. */
  judge(code: CodeIdentity, offered: string): 'right' | 'wrong' {
    const { codeHmacKey, formerCodeHmacKey } = this.config;
    const digest = (text: string) => createHmac('sha256', codeHmacKey).update(text).digest();
    const keys = formerCodeHmacKey ? [codeHmacKey, formerCodeHmacKey] : [codeHmacKey];
    const equal = keys.map((key) => timingSafeEqual(digest(codeUnder(key, code)), digest(offered)));
    return equal.includes(true) ? 'right' : 'wrong';
  }
}

const codeUnder = (key: Buffer, { accountId, purpose, codeId }: CodeIdentity): string => {
  const hash = createHmac('sha256', key).update(`${accountId}|${purpose}|${codeId}`).digest();
  // 64 bits onto 10^8 values: the bias is below 10^-11.
  const number = hash.readBigUInt64BE(0) % 10n ** BigInt(policy.code.digits);
  return number.toString().padStart(policy.code.digits, '0');
};
