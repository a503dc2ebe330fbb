import { randomUUID } from 'node:crypto';
import { eventually, verifyFreelancer, type Person } from '@guildhall/local';
import { acceptAward, clausesOf, publishBrief, type Deal } from './brief.js';
import { ContractInPlay, contentHash, offerContract, type ContractView } from './contract.js';
import { claimOn } from './dispute.js';
import { gigOffer } from './gig.js';
import type { Market } from './market.js';
import { usd } from './money.js';
import { reviewBy } from './reviews.js';

/** Words that are met nowhere else: by what they are said in. */
export const uniqueWords = () => {
  const word = (what: string): string => `Zyzzogeton-${what}-${randomUUID().slice(0, 8)}`;
  return {
    address: `${word('address').toLowerCase()}@example.org`,
    name: word('name'),
    about: word('about'),
    gigTitle: word('gig'),
    gigText: word('gigtext'),
    coverNote: word('cover'),
    fileName: `${word('file')}.csv`,
    deliveryNote: word('delivery'),
    review: word('review'),
    statement: word('statement'),
  } as const;
};
export type UniqueWords = ReturnType<typeof uniqueWords>;

/** A freelancer whose every text is one of those words, verified by documents in the name of `legalName`. */
export const freelancerOfWords = async (market: Market, words: UniqueWords, legalName: string): Promise<Person> => {
  const place = { country: 'DE', timeZone: 'Europe/Berlin' };
  const person = await market.join({ email: words.address, displayName: words.name, ...place });
  await person.post(`/identity/accounts/${person.accountId}/roles`, { role: 'freelancer' });
  await verifyFreelancer(person, await market.staff('moderator'), {
    name: legalName,
    country: place.country,
    destinationToken: 'dst_ok',
  });
  await person.post(`/identity/accounts/${person.accountId}/profile`, {
    displayName: words.name,
    about: words.about,
    skills: ['marketplace-seo'],
    languages: [{ code: 'en', level: 'C1' }],
    workModes: ['remote'],
    ...place,
  });
  return person;
};

/** A gig on sale. */
export const publishGigOfWords = async (person: Person, words: UniqueWords): Promise<string> => {
  const offer = { ...gigOffer(), title: words.gigTitle, description: words.gigText };
  const { gigId } = await person.post<{ gigId: string }>('/gigs/gigs', offer);
  await person.post(`/gigs/gigs/${gigId}/submissions`);
  return gigId;
};

/** Hired on a proposal with those words, for one milestone that is funded. */
export const hireOfWords = async (client: Person, freelancer: Person, words: UniqueWords) => {
  const deal: Deal = { amounts: [usd('100.00')] };
  const briefId = await publishBrief(client, deal);
  const { proposalId } = await freelancer.post<{ proposalId: string }>(`/gigs/briefs/${briefId}/proposals`, {
    coverNote: words.coverNote,
    terms: clausesOf(deal),
  });
  await client.post(`/gigs/proposals/${proposalId}/awards`);
  const contractId = await acceptAward(freelancer, { briefId, proposalId });
  const seen = () => client.get<ContractView>(`/contracts/${contractId}`);
  await eventually('the draft in contracts', async () => (await seen()).state === 'drafted' || undefined);
  const termsHash = await offerContract(client, contractId);
  for (const side of [client, freelancer]) await side.post(`/contracts/${contractId}/signatures`, { termsHash });
  const milestoneIds = (await seen()).milestones.map(({ milestoneId }) => milestoneId);
  const contract = new ContractInPlay(client, freelancer, contractId, milestoneIds);
  await contract.funded();
  return { briefId, contract };
};

/** Hands the milestone in with a file and a note. */
export const deliverWords = async ({ freelancer, ...contract }: ContractInPlay, words: UniqueWords): Promise<number> => {
  const [milestoneId = ''] = contract.milestoneIds;
  const path = `/contracts/${contract.contractId}/milestones/${milestoneId}/submissions`;
  const hash = contentHash('forty listings');
  const files = [{ name: words.fileName, hash, size: 1_000 }];
  const body = { contentHash: hash, files, note: words.deliveryNote };
  return (await freelancer.post<{ deliverableVersion: number }>(path, body)).deliverableVersion;
};

/** What the freelancer says of the client. */
export const reviewInWords = (freelancer: Person, contractId: string, words: UniqueWords): Promise<object> =>
  freelancer.post(`/reputation/contracts/${contractId}/reviews`, { ...reviewBy('freelancer', 4), text: words.review });

/** Disputes the milestone of a contract; answers the case. */
export const disputeInWords = async (contract: ContractInPlay, words: UniqueWords): Promise<string> => {
  const claim = { ...claimOn(contract, usd('100.00')), statement: words.statement };
  const opened = await eventually('disputes knows the funded milestone', () =>
    contract.freelancer.post<{ disputeId: string }>('/disputes', claim, { key: `open-${contract.milestoneId()}` }),
  );
  return opened.disputeId;
};
