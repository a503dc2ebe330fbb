import { describe, expect, it } from '@jest/globals';
import { cancelTimer, escalate, send, startTimer } from '@guildhall/kernel';
import { processSpecFor } from '@guildhall/testing';
import { AT, BRIEF, day } from '../../domain/situations.factory.js';
import { briefIdle } from './brief-idle.process.js';

const given = processSpecFor(briefIdle);
const published = { type: 'BriefPublished', data: { briefId: BRIEF, at: AT, idleDays: 30 } } as const;
const acted = (at: string) => ({ type: 'ProposalEntered', data: { briefId: BRIEF, at } }) as const;
const tick = (occurredAt: string) => [{ type: 'timer.idle', data: { briefId: BRIEF } }, { occurredAt }] as const;
const END = '2026-04-02T00:00:00.000Z';

describe('An idle brief', () => {
  it('is timed to the end of the day that its publication bound', () =>
    given()
      .when(published)
      .then(startTimer('idle', END, { briefId: BRIEF })));

  it('keeps one timer however often somebody acts on it', () =>
    given(published)
      .when(acted(day(3)))
      .thenNothing());

  it('asks again where somebody acted meanwhile, and closes where nobody did', () => {
    given(published, acted(day(3)))
      .when(tick(END))
      .then(startTimer('idle', '2026-04-05T00:00:00.000Z', { briefId: BRIEF }));
    const close = { type: 'CloseBrief', data: { briefId: BRIEF, reason: 'idle', at: END, by: 'timer' } };
    given(published).when(tick(END)).then(send('close', close));
  });

  it('ends with the brief', () => {
    given(published)
      .when({ type: 'BriefClosed', data: { briefId: BRIEF } })
      .then(cancelTimer('idle'));
    given(published)
      .when({ type: 'CommandRefused', data: { briefId: BRIEF, step: 'close', code: 'GIGS.ILLEGAL_TRANSITION' } })
      .then(escalate('GIGS.ILLEGAL_TRANSITION'));
    expect(briefIdle.correlate(published, {} as never)).toBe(BRIEF);
  });
});
