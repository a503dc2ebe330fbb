import { afterEach, describe, expect, it } from '@jest/globals';
import { InMemoryEventStore, metadataOf, type Follower, type Forgotten } from '@guildhall/event-sourcing';
import { newId } from '@guildhall/kernel';
import { DenyList } from '../auth/deny-list.js';
import { KeyRing } from '../auth/key-ring.js';
import { BusinessClock } from '../clock/business-clock.js';
import { createLogger } from '../telemetry/logger.js';
import { TestClock } from '../testing/test-clock.js';
import { TestTokens } from '../testing/test-tokens.js';
import type { HeardEvent } from './heard.events.js';
import { followIdentity } from './identity-follower.js';

const logger = createLogger({ service: 'gigs', level: 'silent' });
const followers: Follower[] = [];
afterEach(async () => {
  for (const follower of followers.splice(0)) await follower.stop();
});

const setUp = (sandboxMode: 'sandbox' | 'real-time' = 'sandbox') => {
  const wall = new TestClock();
  const store = new InMemoryEventStore({ now: () => wall.now() });
  const keys = new KeyRing(new TestTokens(() => wall.nowMs()).publicJwk);
  const denied = new DenyList();
  const clock = new BusinessClock(wall);
  const revisions = new Map<string, bigint>();
  const append = async (stream: string, event: HeardEvent): Promise<void> => {
    const commandId = newId();
    const actor = { kind: 'system', id: 'process:test' } as const;
    const metadata = metadataOf(
      { commandId, actor, correlationId: commandId, causationId: commandId, occurredAt: wall.now().toISOString(), region: 'eu' },
      1,
    );
    const { revision } = await store.append(stream, revisions.get(stream) ?? 'no_stream', [{ id: newId(), ...event, metadata }]);
    revisions.set(stream, revision);
  };
  const forgotten: Forgotten[] = [];
  const forget = async (more: readonly Forgotten[]): Promise<void> => void forgotten.push(...more);
  const follow = async (): Promise<Follower> => {
    const follower = followIdentity({ service: 'gigs', store, keys, denied, clock, wall, sandboxMode, forget, logger });
    followers.push(follower);
    await follower.caughtUp;
    return follower;
  };
  return { wall, store, keys, denied, clock, forgotten, append, follow };
};
const revoked = (sessionId: string, denyUntil: string): HeardEvent => ({
  type: 'SessionRevoked',
  data: { sessionId, accountId: 'a', denyUntil },
});

describe('What a service keeps of identity', () => {
  it('is known before it is ready: keys, denied sessions, clock', async () => {
    const { wall, keys, denied, clock, append, follow } = setUp();
    const jwk = { ...new TestTokens(() => 0).publicJwk, kid: 'next' };
    await append('gigs.signingkey-next', {
      type: 'SigningKeyPublished',
      data: { kid: 'next', jwk, notBefore: '2026-03-02T08:00:00.000Z', notAfter: '2026-04-02T08:00:00.000Z' },
    });
    await append('gigs.session-s1', revoked('s1', '2026-03-02T09:05:00.000Z'));
    await append('gigs.clock-sandbox', { type: 'SandboxClockMoved', data: { offsetMs: 5_000 } });
    await follow();
    expect([keys.find('next', wall.nowMs()) !== null, denied.has('s1', wall.nowMs()), clock.offsetMs]).toEqual([
      true,
      true,
      5_000,
    ]);
  });

  it('follows live', async () => {
    const { wall, denied, append, follow } = setUp();
    await follow();
    await append('gigs.session-s2', revoked('s2', '2026-03-02T09:05:00.000Z'));
    const deadline = Date.now() + 2_000;
    while (!denied.has('s2', wall.nowMs()) && Date.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
    expect(denied.has('s2', wall.nowMs())).toBe(true);
  });

  it('passes over revocations whose tokens have expired', async () => {
    const { wall, denied, append, follow } = setUp();
    await append('gigs.session-s3', revoked('s3', '2026-03-02T09:05:00.000Z'));
    wall.advance(7 * 60_000);
    await follow();
    expect(denied.size).toBe(0);
  });

  it('does not move time outside sandbox mode, whatever the log says', async () => {
    const { clock, append, follow } = setUp('real-time');
    await append('gigs.clock-sandbox', { type: 'SandboxClockMoved', data: { offsetMs: 5_000 } });
    await follow();
    expect(clock.offsetMs).toBe(0);
  });

  it('tells of forgotten persons, those of before it started as well', async () => {
    const { forgotten, append, follow } = setUp();
    const subject = (subjectId: string): HeardEvent => ({
      type: 'SubjectForgotten',
      data: { subjectId, pseudonymId: 'p', requestedAt: '2026-03-02T09:00:00.000Z', legalHoldUntil: null },
    });
    await append('gigs.subject-ada', subject('ada'));
    await follow();
    expect(forgotten.map(({ subjectId }) => subjectId)).toEqual(['ada']);
    await append('gigs.subject-ben', subject('ben'));
    const deadline = Date.now() + 2_000;
    while (forgotten.length < 2 && Date.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
    expect(forgotten.map(({ subjectId }) => subjectId)).toEqual(['ada', 'ben']);
  });

  it('ignores what other services keep', async () => {
    const { wall, denied, append, follow } = setUp();
    await append('payments.session-s4', revoked('s4', '2026-03-02T09:05:00.000Z'));
    await follow();
    expect(denied.has('s4', wall.nowMs())).toBe(false);
  });
});
