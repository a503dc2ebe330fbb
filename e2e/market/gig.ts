import { randomUUID } from 'node:crypto';
import type { Person } from '@guildhall/local';
import { usd } from './money.js';

export type GigOnSale = Readonly<{ gigId: string; gigVersion: number; slug: string }>;

/** A gig with one package at 100.00 USD. */
export const gigOffer = () => ({
  roleId: 'listing_optimization',
  categoryId: 'listing-optimisation',
  title: `Listings that sell, series ${randomUUID().slice(0, 8)}`,
  description: 'Titles, bullet points and search terms for your articles.',
  skills: ['marketplace-seo'],
  languages: [{ code: 'en', level: 'C1' }],
  attributes: { product_category: 'garden' },
  packages: [
    { tier: 'basic', unit: 'listing', unitsIncluded: 10, revisions: 2, deliveryDays: 7, addOns: [], prices: [usd('100.00')] },
  ],
});

/** What an order or a quote says of `gigOffer`. */
export const basicPackage = (gigVersion: number) => ({ gigVersion, tier: 'basic', currency: 'USD' });

export const draftGig = async (freelancer: Person): Promise<string> =>
  (await freelancer.post<{ gigId: string }>('/gigs/gigs', gigOffer())).gigId;

/** A gig that can be ordered. */
export const publishGig = async (freelancer: Person): Promise<GigOnSale> => {
  const gigId = await draftGig(freelancer);
  await freelancer.post(`/gigs/gigs/${gigId}/submissions`);
  const { gigVersion, slug } = await freelancer.get<GigOnSale>(`/gigs/gigs/${gigId}`);
  return { gigId, gigVersion, slug };
};
