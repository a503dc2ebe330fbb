import { randomUUID } from 'node:crypto';
import { eventually, type Person } from '@guildhall/local';
import { gigOffer } from './gig.js';
import type { Market } from './market.js';

/** Somebody whose every text is a word that is met nowhere else. */
export type Canary = Readonly<{ number: number; person: Person; gigId: string }>;

/** Where a word was found: whose it is and what was said in it. */
export type Trace = Readonly<{ number: number; what: string }>;

/** Words of one run: each names its person, so that one look over any amount of text finds all of them. */
export class CanaryWords {
  private readonly mark = `zq${randomUUID().slice(0, 8)}`;
  private readonly pattern = new RegExp(`${this.mark}([a-y]+)(\\d+)z`, 'g');

  of(number: number, what: 'mail' | 'name' | 'about' | 'title' | 'text'): string {
    return `${this.mark}${what}${String(number)}z`;
  }

  /** Every word in a text, or in bytes. */
  in(text: string | Buffer): readonly Trace[] {
    if (!text.includes(this.mark)) return [];
    const found = (typeof text === 'string' ? text : text.toString('latin1')).matchAll(this.pattern);
    return [...found].map(([, what = '', number]) => ({ number: Number(number), what }));
  }
}

/** A freelancer with a profile and a gig on sale, in those words. */
export const joinCanary = async (market: Market, words: CanaryWords, number: number): Promise<Canary> => {
  const place = { country: 'DE', timeZone: 'Europe/Berlin' };
  const displayName = words.of(number, 'name');
  const person = await market.join({ email: `${words.of(number, 'mail')}@example.org`, displayName, ...place });
  await person.post(`/identity/accounts/${person.accountId}/roles`, { role: 'freelancer' });
  await person.post(`/identity/accounts/${person.accountId}/profile`, {
    displayName,
    about: words.of(number, 'about'),
    skills: ['marketplace-seo'],
    languages: [{ code: 'en', level: 'C1' }],
    workModes: ['remote'],
    ...place,
  });
  const offer = { ...gigOffer(), title: words.of(number, 'title'), description: words.of(number, 'text') };
  const { gigId } = await person.post<{ gigId: string }>('/gigs/gigs', offer);
  // gigs hears of the capability a moment later.
  await eventually('the gig on sale', () => person.post(`/gigs/gigs/${gigId}/submissions`));
  return { number, person, gigId };
};

/** By the account itself. */
export const askToBeForgotten = async ({ person }: Canary): Promise<void> => {
  await person.stepUp();
  await person.post(`/identity/accounts/${person.accountId}/erasure`);
};

/** By letter: the operator, who has given the password lately, sees to it. */
export const forgetByLetter = async ({ person }: Canary, operator: Person): Promise<void> => {
  await person.post(`/identity/accounts/${person.accountId}/closures`, { reasonCode: 'own_wish' });
  await operator.post(`/identity/operations/subjects/${person.accountId}/forget`, { reason: 'asked by letter' });
};
