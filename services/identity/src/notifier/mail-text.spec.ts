import { describe, expect, it } from '@jest/globals';
import { NOTICE_TEMPLATES } from '../domain/notice/notice.templates.js';
import { mailText } from './mail-text.js';
import texts from './mail-texts-v1.json' with { type: 'json' };

const AT = '2026-03-02T09:05:00.000Z';

describe('The text of a mail', () => {
  it('is there for each template, and for nothing else', () =>
    expect(Object.keys(texts.en).sort()).toEqual([...NOTICE_TEMPLATES].sort()));

  it('shows sums in their currency and instants to the minute', () => {
    const data = { disputeId: 'd-1', contractId: 'c-1', milestoneId: 'm-1', decidedAs: 'split', currency: 'JPY' };
    const { text } = mailText({ template: 'dispute-decided', data: { ...data, toFreelancer: '700', toClient: '300' } });
    expect(text).toContain('To the freelancer: 700 JPY');
    const reset = mailText({ template: 'password-reset', data: { code: '12345678', expiresAt: AT } });
    expect(reset.subject).toBe('Your code for a new password');
    expect(reset.text).toContain('Your code: 12345678\nIt is good until 2026-03-02 09:05 UTC, once.');
  });

  it('leaves out a line about what it does not know', () => {
    const data = { contractId: 'c-1', milestoneId: 'm-1', deliverableVersion: '2' };
    expect(mailText({ template: 'milestone-submitted', data }).text.split('\n')).toHaveLength(4);
    expect(mailText({ template: 'milestone-submitted', data: { ...data, autoApproveAt: AT } }).text).toContain('09:05 UTC');
  });
});
