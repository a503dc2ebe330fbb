import { describe, expect, it } from '@jest/globals';
import { specFor } from '@guildhall/testing';
import {
  after,
  clauses,
  CLIENT,
  contractAfter,
  decider,
  decline,
  declineOpen,
  draft,
  editTerms,
  expire,
  fundingFailed,
  hashOf,
  M1,
  M2,
  offer,
  order,
  refused,
  requestFunding,
  sign,
  signedSteps,
  suspend,
  usd,
} from './contract.factory.js';
import { fundingIdOf } from './decide-signing.js';

const given = specFor(decider);
const offered = [draft(), offer()];
const hash = contractAfter(...offered).termsHash;
const closed = { state: 'closed', missing: ['billing_method'] } as const;
const typesOf = (events: readonly { type: string }[]) => events.map(({ type }) => type);

describe('A drafted contract', () => {
  it('is born once of its origin', () =>
    given(...after(draft()))
      .when(draft())
      .thenNothingHappens());

  it('binds the policies of the day and hashes them into its terms', () => {
    const { terms, policyRefs, status } = contractAfter(draft());
    expect(status).toBe('drafted');
    expect(policyRefs).toMatchObject({ fee: 'fee-v1', approval: 'approval-v1', cancellation: 'cancellation-v1' });
    expect(terms.policyRefs).toEqual(policyRefs);
  });

  it('is declined at once where one party stands on both sides', () => {
    const { data } = draft() as Extract<ReturnType<typeof draft>, { type: 'DraftContract' }>;
    const events = given()
      .when({ type: 'DraftContract', data: { ...data, freelancerPartyId: CLIENT } })
      .decided();
    expect(typesOf(events)).toEqual(['ContractDrafted', 'ContractDeclined']);
    expect(events[1]?.data).toMatchObject({ by: 'system', reason: 'self_dealing' });
  });

  it('gets a new terms version and hash with each edit', () => {
    const before = contractAfter(draft());
    const edited = contractAfter(draft(), editTerms(clauses('600.00', '400.00')));
    expect(edited.terms).toMatchObject({ termsVersion: 2, price: usd('1000.00'), pricingModel: 'milestone' });
    expect(edited.termsHash).not.toBe(before.termsHash);
  });

  it.each([
    ['sums that are not the price', { ...clauses('600.00'), price: usd('700.00') }],
    ['a milestone below the minimum', clauses('4.99')],
    ['two deliverables under a fixed price', { ...clauses('600.00', '400.00'), pricingModel: 'fixed' as const }],
    ['another currency', { ...clauses('600.00'), price: { amount: '60000', currency: 'EUR' } }],
    ['a free milestone', clauses('600.00', '0')],
  ])('refuses %s', (_, wrong) =>
    given(...after(draft()))
      .when(editTerms(wrong))
      .thenFails('CONTRACTS.PRICING_INVALID'),
  );

  it('is locked once it is offered', () =>
    given(...after(...offered))
      .when(editTerms(clauses('900.00')))
      .thenFails('CONTRACTS.TERMS_LOCKED'));

  it('is offered only with the capability to hire', () =>
    given(...after(draft()))
      .when(offer(closed))
      .thenFails('CONTRACTS.CAPABILITY_MISSING'));

  it('must itemise services from 800 USD in 120 days on', () => {
    const bare = { ...clauses('500.00'), milestones: [{ ...clauses('500.00').milestones[0]!, criteriaIds: [] }] };
    given(...after(draft(bare)))
      .when(offer(undefined, '300.00'))
      .thenFails('CONTRACTS.TERMS_INCOMPLETE');
    expect(
      typesOf(
        given(...after(draft(bare)))
          .when(offer(undefined, '299.99'))
          .decided(),
      ),
    ).toEqual(['ContractOffered']);
  });

  it('expires after 14 days, not earlier', () => {
    given(...after(draft()))
      .when(expire('drafted', '2026-03-06T23:59:59.999Z'))
      .thenNothingHappens();
    const [declined] = given(...after(draft()))
      .when(expire('drafted', '2026-03-07T00:00:00.000Z'))
      .decided();
    expect(declined?.data).toMatchObject({ by: 'timer', reason: 'draft_expired' });
  });
});

describe('An offered contract', () => {
  it('is signed by the client, then by the freelancer, over one hash', () => {
    const events = after(...signedSteps());
    expect(typesOf(events)).toEqual([
      'ContractDrafted',
      'ContractOffered',
      'PartySigned',
      'PartySigned',
      'ContractSigned',
      'MilestonePlanned',
      'FundingRequested',
    ]);
    expect(events[4]?.data).toMatchObject({
      termsHash: hash,
      milestones: [{ milestoneId: M1, dueAt: '2026-03-07T00:00:00.000Z' }],
    });
    expect(events[6]?.data).toMatchObject({
      lines: [{ milestoneId: M1, amount: usd('1000.00') }],
      payBy: '2026-02-28T00:00:00.000Z',
    });
  });

  it('asks for all the money where the terms say so', () => {
    const { fundings } = contractAfter(...signedSteps({ ...clauses('600.00', '400.00'), funding: 'all' }));
    expect(fundings[0]?.milestoneIds).toEqual([M1, M2]);
  });

  it('is not signed by the freelancer first', () =>
    given(...after(...offered))
      .when(sign('freelancer', hash))
      .thenFails('CONTRACTS.ILLEGAL_TRANSITION'));

  it('is not signed over other terms', () =>
    given(...after(...offered))
      .when(sign('client', hashOf('f')))
      .thenFails('CONTRACTS.TERMS_HASH_MISMATCH'));

  it('takes a second signature of one side for nothing', () =>
    given(...after(...offered, sign('client', hash)))
      .when(sign('client', hash))
      .thenNothingHappens());

  it('is not signed without the capability', () => {
    given(...after(...offered))
      .when(sign('client', hash, undefined, closed))
      .thenFails('CONTRACTS.CAPABILITY_MISSING');
    given(...after(...offered, sign('client', hash)))
      .when(sign('freelancer', hash, undefined, closed))
      .thenFails('CONTRACTS.CAPABILITY_MISSING');
  });

  it('is not signed after its expiry, also before the timer came', () => {
    given(...after(...offered))
      .when(sign('client', hash, '2026-02-28T00:00:00.000Z'))
      .thenFails('CONTRACTS.OFFER_EXPIRED');
    given(...after(...offered, expire('offered', '2026-02-28T00:00:00.000Z')))
      .when(sign('client', hash))
      .thenFails('CONTRACTS.OFFER_EXPIRED');
  });

  it('is declined by either side, once', () => {
    const events = after(...offered, decline('freelancer'));
    expect(events.at(-1)?.data).toMatchObject({ by: 'freelancer', reason: 'other_plans' });
    given(...events)
      .when(decline('client'))
      .thenFails('CONTRACTS.ILLEGAL_TRANSITION');
  });

  it('is not signed while a party is suspended', () =>
    given(...after(...offered, suspend('funded_milestones')))
      .when(sign('client', hash))
      .thenFails('CONTRACTS.SUSPENDED'));

  it('ends with the account of a party', () =>
    expect(after(...offered, declineOpen()).at(-1)?.data).toMatchObject({ by: 'system', reason: 'account_closed' }));
});

describe('An order', () => {
  it('is drafted, offered, signed and asks for its money in one append, with the order’s payBy', () => {
    const events = given().when(order()).decided();
    expect(typesOf(events)).toEqual([
      'ContractDrafted',
      'ContractOffered',
      'PartySigned',
      'PartySigned',
      'ContractSigned',
      'MilestonePlanned',
      'FundingRequested',
    ]);
    expect(events.at(-1)?.data).toMatchObject({ payBy: '2026-02-20T09:15:00.000Z' });
    expect(events[2]?.data).toMatchObject({ side: 'freelancer', basis: 'published_gig_version' });
    expect(events[3]?.data).toMatchObject({ side: 'client', basis: 'order' });
  });

  it('whose pricing does not hold is declined at once', () =>
    expect(
      given()
        .when(order({ ...clauses('600.00'), price: usd('1.00') }))
        .decided()
        .at(-1)?.data,
    ).toMatchObject({ reason: 'pricing_invalid' }));
});

describe('A contract that waits for its first money', () => {
  const first = fundingIdOf(contractAfter(draft()).contractId, 1);
  it('goes on waiting while payments tries again', () =>
    expect(contractAfter(...signedSteps(), fundingFailed(first, 'retried')).status).toBe('funding'));

  it('is declined when none will come', () =>
    expect(after(...signedSteps(), fundingFailed(first, 'final')).at(-1)?.data).toMatchObject({
      by: 'system',
      reason: 'funding_failed',
    }));

  it('is declined when payments refuses the funding', () =>
    expect(after(...signedSteps(), refused(first, 'funding', 'currency_mismatch')).at(-1)?.data).toMatchObject({
      reason: 'currency_mismatch',
    }));

  it('lets the client ask for later milestones, one request at a time', () => {
    const steps = signedSteps(clauses('600.00', '400.00'));
    const events = after(...steps, requestFunding());
    expect(events.at(-1)?.data).toMatchObject({ lines: [{ milestoneId: M2, amount: usd('400.00') }] });
    given(...events)
      .when(requestFunding())
      .thenFails('CONTRACTS.ILLEGAL_TRANSITION');
  });
});
