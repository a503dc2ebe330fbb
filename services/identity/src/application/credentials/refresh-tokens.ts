import { createHmac, timingSafeEqual } from 'node:crypto';
import { isUuid } from '@guildhall/kernel';
import { SERVICE_CONFIG } from '@guildhall/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { IdentityConfig } from '../../config.js';

/** The session and the place in its family that a token proves. */
export type ProvenToken = Readonly<{ sessionId: string; generation: number }>;

const GENERATION_BYTES = 4;
const SECRET_BYTES = 32;

/**
 * Refresh tokens: `<sessionId>.<base64url of generation (32 bits, big endian) and HMAC-SHA-256(server key, sessionId | generation)>`.
 * Every token of a family can be derived again after a crash or restart, so none is stored; the session counts generations.
 */
@Injectable()
export class RefreshTokens {
  constructor(@Inject(SERVICE_CONFIG) private readonly config: Pick<IdentityConfig, 'refreshHmacKey' | 'formerRefreshHmacKey'>) {}

  tokenOf({ sessionId, generation }: ProvenToken): string {
    const counted = Buffer.alloc(GENERATION_BYTES);
    counted.writeUInt32BE(generation);
    return `${sessionId}.${Buffer.concat([counted, secretOf(this.config.refreshHmacKey, sessionId, generation)]).toString('base64url')}`;
  }

  /** Null for anything that neither this key made nor the one before its rotation; the next token of a session is this key's. Compares in constant time. */
  prove(token: string): ProvenToken | null {
    const [sessionId, secret, ...rest] = token.split('.');
    if (sessionId === undefined || secret === undefined || rest.length > 0 || !isUuid(sessionId)) return null;
    const bytes = Buffer.from(secret, 'base64url');
    if (bytes.length !== GENERATION_BYTES + SECRET_BYTES) return null;
    const generation = bytes.readUInt32BE(0);
    const { refreshHmacKey, formerRefreshHmacKey } = this.config;
    const keys = formerRefreshHmacKey ? [refreshHmacKey, formerRefreshHmacKey] : [refreshHmacKey];
    const made = keys.map((key) => timingSafeEqual(bytes.subarray(GENERATION_BYTES), secretOf(key, sessionId, generation)));
    const isGenuine = made.includes(true);
    return isGenuine ? { sessionId, generation } : null;
  }
}

const secretOf = (key: Buffer, sessionId: string, generation: number): Buffer =>
  createHmac('sha256', key).update(`${sessionId}|${generation}`).digest();
