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

/** What a side says of the other, with one rating for all its dimensions. */
export const reviewBy = (side: 'client' | 'freelancer', rating: number) => ({
  dimensions: (side === 'client' ? BY_CLIENT : BY_FREELANCER).map((name) => ({ name, rating })),
  text: 'Good to work with.',
});

/** Submits such a review. */
export const review = (person: Person, contractId: string, side: 'client' | 'freelancer', rating: number): Promise<object> =>
  person.post(`/reputation/contracts/${contractId}/reviews`, reviewBy(side, rating));
