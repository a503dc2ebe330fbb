import { describe, expect, it } from '@jest/globals';
import { specFor } from '@guildhall/testing';
import {
  archiveGig, CLIENT, closedStanding, day, denyGig, draftGig, FREELANCER, gigAfter, orderPackage, packageOf, pauseGig, quote, releaseGig, resumeGig,
  submitGig, suspicious, usd,
} from '../situations.factory.js'; // prettier-ignore
import { gigDecider } from './gig.decider.js';
import type { GigCommand } from './gig.commands.js';

const given = (...commands: readonly GigCommand[]) => specFor(gigDecider)(...gigAfter(...commands));
const live = [draftGig(), submitGig()];
const dearer = draftGig({ packages: [packageOf('basic', [usd('12000')])], title: 'New title' });

describe('A gig', () => {
  it('tells every price of every package and add-on of the version', () =>
    expect(given(draftGig()).when(submitGig()).decided()).toMatchObject([
      {
        type: 'GigPublished',
        data: {
          gigVersion: 1,
          packages: [{ tier: 'basic', addOns: [{ addOnId: 'a-plus', deliveryDays: 2 }] }],
          prices: [
            { tier: 'basic', price: usd('10000') },
            { tier: 'basic', addOnId: 'a-plus', price: usd('2000') },
          ],
        },
      },
    ]));

  it('keeps its version on sale until the next one is approved', () => {
    const reviewed = given(...live, dearer, submitGig(suspicious));
    expect(reviewed.state).toMatchObject({ status: 'active', version: 1, onSale: { title: 'Listings that sell' } });
    expect(reviewed.when(orderPackage()).decided()).toHaveLength(1);
    expect(given(...live, dearer, submitGig(suspicious), releaseGig()).state).toMatchObject({
      version: 2,
      onSale: { title: 'New title' },
    });
    expect(given(...live, dearer, submitGig(suspicious), denyGig()).state).toMatchObject({
      status: 'active',
      version: 1,
      draft: null,
    });
  });

  it('is not published twice from one draft', () =>
    given(...live)
      .when(submitGig())
      .thenFails('GIGS.ILLEGAL_TRANSITION'));

  it('is edited after a denial, not submitted again as it is', () => {
    given(draftGig(), submitGig(suspicious), denyGig()).when(submitGig()).thenFails('GIGS.ILLEGAL_TRANSITION');
    expect(given(draftGig(), submitGig(suspicious), denyGig(), draftGig()).when(submitGig()).decided()).toHaveLength(1);
  });

  it('lies still while it is in review', () => {
    for (const act of [draftGig(), submitGig()]) given(draftGig(), submitGig(suspicious)).when(act).thenFails('GIGS.POST_HELD');
  });

  it('is refused with prices that are missing, doubled or too small', () => {
    const eur = (amount: string) => ({ amount, currency: 'EUR' });
    const refused = (prices: Parameters<typeof packageOf>[1][], code: string) =>
      given()
        .when(
          draftGig({
            packages: prices.map((list, index) => packageOf(['basic', 'standard', 'premium', 'luxury'][index] ?? '', list)),
          }),
        )
        .thenFails(code);
    refused([[usd('10000')], [eur('9000')]], 'GIGS.PRICING_INVALID');
    refused([[usd('10000'), usd('9000')]], 'GIGS.PRICING_INVALID');
    refused([[]], 'GIGS.PRICING_INVALID');
    refused([], 'GIGS.PRICING_INVALID');
    refused([[usd('499')]], 'GIGS.PRICING_INVALID');
    refused([[usd('1')], [usd('1')], [usd('1')], [usd('1')]], 'GIGS.TOO_MANY_PACKAGES');
  });

  it('waits for the capability that it needs', () =>
    given(draftGig())
      .when({ type: 'SubmitGig', data: { scan: { clean: 'yes' }, standing: closedStanding } })
      .thenFails('GIGS.CAPABILITY_MISSING'));

  it('is resumed by who paused it, at the same version', () => {
    given(...live, pauseGig('restriction'))
      .when(resumeGig())
      .thenFails('GIGS.ILLEGAL_TRANSITION');
    given(...live, pauseGig())
      .when(resumeGig('restriction'))
      .thenNothingHappens();
    expect(
      given(...live, dearer, pauseGig())
        .when(resumeGig())
        .decided(),
    ).toMatchObject([{ data: { gigVersion: 1 } }]);
    expect(given(...live, dearer, pauseGig(), resumeGig()).state.draft).toMatchObject({ title: 'New title' });
  });

  it('is archived for good, and quietly where there is nothing to archive', () => {
    given(draftGig()).when(archiveGig('system')).thenNothingHappens();
    given(draftGig()).when(archiveGig()).thenFails('GIGS.ILLEGAL_TRANSITION');
    given(...live, archiveGig())
      .when(archiveGig())
      .thenNothingHappens();
  });
});

describe('An order', () => {
  it('names one version, one quote and the terms of the package', () =>
    expect(
      given(...live)
        .when(orderPackage({ units: 3, quote: quote({ amount: usd('36000') }) }))
        .decided(),
    ).toMatchObject([
      {
        type: 'PackageOrdered',
        data: {
          gigVersion: 1,
          clientPartyId: CLIENT,
          freelancerPartyId: FREELANCER,
          termsDraft: {
            pricingModel: 'fixed',
            price: usd('36000'),
            milestones: [{ kind: 'deliverable', amount: usd('36000'), dueInDays: 9 }],
            revisions: 2,
            autoApproval: { days: 14 },
          },
          policyRefs: { fee: 'fee-v1' },
          payBy: '2026-03-02T09:15:00.000Z',
        },
      },
    ]));

  it('stays what it was when a dearer version comes', () => {
    given(...live, orderPackage(), dearer, submitGig())
      .when(orderPackage())
      .thenNothingHappens();
    given(...live, dearer, submitGig())
      .when(orderPackage())
      .thenFails('GIGS.VERSION_NOT_ON_SALE');
  });

  it('is refused with the code of what is wrong', () => {
    given(...live)
      .when(orderPackage({ clientPartyId: FREELANCER }))
      .thenFails('GIGS.OWN_POST');
    given(...live)
      .when(orderPackage({ standing: closedStanding }))
      .thenFails('GIGS.CAPABILITY_MISSING');
    given(...live)
      .when(orderPackage({ tier: 'premium' }))
      .thenFails('GIGS.PRICING_INVALID');
    given(...live)
      .when(orderPackage({ addOns: ['gold'] }))
      .thenFails('GIGS.PRICING_INVALID');
    given(...live)
      .when(orderPackage({ currency: 'EUR' }))
      .thenFails('GIGS.CURRENCY_UNKNOWN');
    given(...live)
      .when(orderPackage({ quote: null }))
      .thenFails('GIGS.QUOTE_EXPIRED');
    given(...live)
      .when(orderPackage({ quote: quote({ amount: usd('10000') }) }))
      .thenFails('GIGS.QUOTE_EXPIRED');
    given(...live)
      .when(orderPackage({ at: day(8) }))
      .thenFails('GIGS.QUOTE_EXPIRED');
    given(...live, pauseGig())
      .when(orderPackage())
      .thenFails('GIGS.VERSION_NOT_ON_SALE');
  });
});
