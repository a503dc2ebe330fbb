import { eventually, type Person } from '@guildhall/local';

type Review = Readonly<{
  authorPartyId: string;
  subjectPartyId: string;
  revealedAt: string;
  dimensions: readonly Readonly<{ name: string; rating: number }>[];
}>;
export type Reviews = Readonly<{ state: string; mine?: Readonly<{ state: string }>; reviews: readonly Review[] }>;

const BY_CLIENT = ['quality', 'communication', 'deadline', 'skill', 'cooperation', 'would_rehire'];
const BY_FREELANCER = ['clarity', 'pay_speed', 'scope_fairness'];

export const reviewsOf = (person: Person, contractId: string): Promise<Reviews> =>
  person.get<Reviews>(`/reputation/contracts/${contractId}/reviews`);

export const reviewWindowOpens = (person: Person, contractId: string): Promise<Reviews> =>
  eventually(`the review window of ${contractId}`, async () => {
    const reviews = await reviewsOf(person, contractId);
    return reviews.state === 'waiting' ? undefined : reviews;
  });

/** Submits a review with one rating for all dimensions of that side. */
export const review = (person: Person, contractId: string, side: 'client' | 'freelancer', rating: number): Promise<object> => {
  const dimensions = (side === 'client' ? BY_CLIENT : BY_FREELANCER).map((name) => ({ name, rating }));
  return person.post(`/reputation/contracts/${contractId}/reviews`, { dimensions, text: 'Good to work with.' });
};
