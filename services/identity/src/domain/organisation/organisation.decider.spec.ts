import { describe, expect, it } from '@jest/globals';
import { isDomainError } from '@guildhall/kernel';
import { expectTableAndDeciderAgree, expectTableWellFormed, specFor } from '@guildhall/testing';
import fc from 'fast-check';
import { organisationDecider, ownersOf, type OrganisationCommand } from './organisation.decider.js';
import { SEAT_ROLES, type OrganisationEvent, type SeatRole } from './organisation.events.js';
import { organisationTransitions } from './organisation.transitions.js';

const given = specFor(organisationDecider);
const founding = { organisationId: 'o', ownerAccountId: 'ada', name: 'Nordlicht', country: 'DE', homeRegion: 'eu' };
const created: OrganisationEvent = { type: 'OrganisationCreated', data: founding };
const seated = (accountId: string, seatRole: SeatRole): OrganisationEvent => ({
  type: 'SeatGranted',
  data: { organisationId: 'o', accountId, seatRole, grantedBy: 'ada' },
});
const unseated = (accountId: string): OrganisationEvent => ({
  type: 'SeatRevoked',
  data: { organisationId: 'o', accountId, revokedBy: 'ada' },
});
const grant = (accountId: string, seatRole: SeatRole): OrganisationCommand => ({
  type: 'GrantSeat',
  data: { accountId, seatRole, by: 'ada' },
});
const revoke = (accountId: string): OrganisationCommand => ({ type: 'RevokeSeat', data: { accountId, by: 'ada' } });
const create: OrganisationCommand = { type: 'CreateOrganisation', data: founding };
const founded = [created, seated('ada', 'owner')];

describe('An organisation', () => {
  it('is founded once, with its founder as owner, in a country that is served', () => {
    given()
      .when(create)
      .then(...founded);
    given(...founded)
      .when(create)
      .thenFails('IDENTITY.ILLEGAL_TRANSITION');
    given()
      .when({ ...create, data: { ...founding, country: 'KP' } })
      .thenFails('IDENTITY.REQUIREMENT_INVALID');
  });

  it('replaces a seat by taking the former one away, so that sessions which carry it end', () =>
    given(...founded, seated('bob', 'admin'))
      .when(grant('bob', 'viewer'))
      .then(unseated('bob'), seated('bob', 'viewer')));

  it('changes nothing twice', () => {
    given(...founded, seated('bob', 'admin'))
      .when(grant('bob', 'admin'))
      .thenNothingHappens();
    given(...founded)
      .when(revoke('bob'))
      .thenNothingHappens();
  });

  it('keeps its last owner', () => {
    given(...founded)
      .when(revoke('ada'))
      .thenFails('IDENTITY.SEAT_LAST_OWNER');
    given(...founded)
      .when(grant('ada', 'viewer'))
      .thenFails('IDENTITY.SEAT_LAST_OWNER');
    given(...founded, seated('bob', 'owner'))
      .when(revoke('ada'))
      .then(unseated('ada'));
  });

  it('has an owner after any series of commands', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            who: fc.constantFrom('ada', 'bob', 'eve'),
            role: fc.constantFrom(...SEAT_ROLES),
            act: fc.constantFrom('grant' as const, 'revoke' as const),
          }),
        ),
        (steps) => {
          let { state } = given(...founded);
          for (const { who, role, act } of steps) {
            try {
              const command = act === 'grant' ? grant(who, role) : revoke(who);
              state = organisationDecider.decide(command, state).reduce(organisationDecider.evolve, state);
            } catch (error) {
              if (!isDomainError(error)) throw error;
            }
            expect(ownersOf(state).length).toBeGreaterThan(0);
          }
        },
      ),
    ));

  it('has a table that agrees with the decider', () => {
    expectTableWellFormed(organisationTransitions);
    const histories = [[], [...founded, seated('bob', 'admin')]];
    const commands = [create, grant('bob', 'viewer'), grant('eve', 'viewer'), revoke('bob')];
    expectTableAndDeciderAgree(
      organisationTransitions,
      organisationDecider,
      { stateOf: ({ organisationId }) => (organisationId === '' ? '(none)' : 'active'), illegal: 'IDENTITY.ILLEGAL_TRANSITION' },
      histories.flatMap((history) => commands.map((when) => ({ given: history, when }))),
    );
  });
});
