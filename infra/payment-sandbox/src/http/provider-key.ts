import { createHash, timingSafeEqual } from 'node:crypto';
import { SandboxError } from '../domain/sandbox-error.js';

const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

/** Refuses a request without `Authorization: Bearer <provider key>`; compares in constant time. */
export function requireProviderKey(providerKey: string, authorization: string | undefined): void {
  const given = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
  if (timingSafeEqual(digest(given), digest(providerKey))) return;
  throw new SandboxError('SANDBOX.UNAUTHENTICATED', 'Send the provider key as Authorization: Bearer');
}
