import { describe, expect, it } from '@jest/globals';
import { usd } from '../situations.factory.js';
import { contactIn, scanPost } from './scan.js';

const nothing = { texts: ['Forty listings, 2024 to 2026, A/B tested at 19:30'], highest: [usd('60000')], duplicateOf: null };

describe('The scan of posts', () => {
  it('passes ordinary text', () => expect(scanPost(nothing)).toEqual({ clean: 'yes' }));

  it.each([
    ['ann@example.org', 'email_address'],
    ['ann (at) example (dot) org', 'email_address'],
    ['Call +49 171 123 45 67', 'phone_number'],
    ['see https://example.org/me', 'link'],
    ['www.example.org', 'link'],
    ['find me on WhatsApp', 'messenger'],
    ['pay me outside the platform', 'off_platform_payment'],
  ])('finds contact data in "%s"', (text, reasonCode) => {
    expect(contactIn(text)).toBe(reasonCode);
    expect(scanPost({ ...nothing, texts: [text] })).toMatchObject({ clean: 'no', ruleId: 'scan-v1/contact', reasonCode });
  });

  it('holds an offer that is too good, in its own currency', () => {
    expect(scanPost({ ...nothing, highest: [usd('5000001')] })).toMatchObject({ reasonCode: 'too_good_offer' });
    expect(scanPost({ ...nothing, highest: [{ amount: '5000001', currency: 'JPY' }] })).toEqual({ clean: 'yes' });
  });

  it('holds a copy', () => expect(scanPost({ ...nothing, duplicateOf: 'x' })).toMatchObject({ reasonCode: 'duplicate_text' }));
});
