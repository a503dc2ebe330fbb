import { createHmac, timingSafeEqual } from 'node:crypto';

/** `t=<unix seconds>,v1=<hex hmac-sha256(secret, t + "." + raw body)>`, the scheme of the provider's `Sandbox-Signature`. */
const FORM = /^t=([0-9]{1,12}),v1=([0-9a-f]{64})$/;

/** True when the body was signed with the secret at most `toleranceSeconds` from now; compared in constant time. */
export const isSigned = (
  header: string,
  rawBody: Buffer,
  secret: string,
  { nowMs, toleranceSeconds }: Readonly<{ nowMs: number; toleranceSeconds: number }>,
): boolean => {
  const [, signedAt, given] = FORM.exec(header) ?? [];
  if (signedAt === undefined || given === undefined) return false;
  if (Math.abs(nowMs / 1000 - Number(signedAt)) > toleranceSeconds) return false;
  const expected = createHmac('sha256', secret).update(`${signedAt}.`).update(rawBody).digest();
  return timingSafeEqual(expected, Buffer.from(given, 'hex'));
};
