import { createHmac } from 'node:crypto';

/** Header that proves who sent a webhook. */
export const signatureHeader = 'Sandbox-Signature';

/**
 * Value of the signature header: `t=<unix seconds>,v1=<hex>`, v1 = HMAC-SHA-256(secret, `<t>.<body>`) over the raw body bytes.
 * Same scheme as Stripe's `Stripe-Signature`; the receiver compares in constant time and refuses an old `t`.
 */
export function signWebhook(secret: string, body: string, unixSeconds: number): string {
  const mac = createHmac('sha256', secret).update(`${unixSeconds}.${body}`, 'utf8').digest('hex');
  return `t=${unixSeconds},v1=${mac}`;
}
