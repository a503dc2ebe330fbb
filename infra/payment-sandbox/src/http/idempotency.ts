import { createHash } from 'node:crypto';
import { SandboxError } from '../domain/sandbox-error.js';
import type { Outcome } from '../provider/provider.js';
import type { SandboxStore } from '../store/sandbox-store.js';

export type Answer = {
  readonly status: number;
  /** JSON text, byte for byte as it was first given. */
  readonly body: string;
  readonly origin: 'first' | 'replayed';
  readonly delivery: Outcome<unknown>['answer'];
};

export type IdempotentRequest = { readonly key: string; readonly fingerprint: string; readonly status: number };

export function idempotencyKeyOf(header: string | string[] | undefined): string {
  if (typeof header === 'string' && /^[\x21-\x7e]{1,255}$/.test(header)) return header;
  const detail = 'Every POST that creates or moves something needs an Idempotency-Key of 1 to 255 visible ASCII characters';
  throw new SandboxError('SANDBOX.IDEMPOTENCY_KEY_MISSING', detail);
}

/** Equal for the same operation, path and content, whatever the order of members. */
export function fingerprintOf(method: string, path: string, body: unknown): string {
  return createHash('sha256')
    .update(`${method} ${path}\n${canonical(body)}`, 'utf8')
    .digest('hex');
}

/**
 * The effect and the answer to it are one commit, so a repeat finds both or neither. Refusals are not kept: they changed
 * nothing and are decided anew.
 */
export function answerOnce(
  store: SandboxStore,
  { key, fingerprint, status }: IdempotentRequest,
  run: () => Outcome<unknown>,
): Answer {
  return store.transaction((): Answer => {
    const first = store.answers.find(key);
    if (first !== undefined) {
      if (first.fingerprint === fingerprint)
        return { status: first.status, body: first.body, origin: 'replayed', delivery: 'sent' };
      throw new SandboxError('SANDBOX.IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key was used for another request');
    }
    const { resource, answer } = run();
    const body = JSON.stringify(resource);
    store.answers.insert(key, { fingerprint, status, body });
    return { status, body, origin: 'first', delivery: answer };
  });
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}
