import { describe, expect, it } from '@jest/globals';
import { SERVICES, type Money } from '@guildhall/kernel';
import {
  catalogue,
  dataSchemaUri,
  FACT,
  factDefinition,
  factKey,
  isFactType,
  topicOf,
  topics,
  UnknownFactType,
  type FactByType,
  type MilestoneApproved,
  type MilestoneFundedData,
  type ProposalAcceptedData,
} from './index.js';

/** "Facts in scope, and no others in the catalogue", as the issue lists them. */
const IN_SCOPE = {
  identity: `AccountRegistered OrganisationCreated SeatGranted SeatRevoked RoleGranted RoleWithdrawn ProfilePublished
    PartyVerified CapabilityEnabled CapabilityDisabled PartyRestricted RestrictionLifted AccountClosed SessionRevoked
    SigningKeyPublished SandboxClockMoved SubjectForgotten`,
  gigs: 'GigPublished GigPaused GigArchived BriefPublished BriefClosed ProposalPlaced ProposalAccepted PackageOrdered',
  contracts: `ContractOffered ContractDeclined ContractSigned FundingRequested MilestoneSubmitted ApprovalReminded
    ChangesRequested MilestoneLate PartialReleaseApproved MilestoneApproved RefundApproved SplitAgreed
    ContractCompleting ContractEnded`,
  payments: `FeePolicyPublished PayerValidated PayoutDestinationChanged PartyVolumeCrossed MilestoneFunded FundingFailed
    MilestoneReleased MilestoneRefunded MilestoneSplitExecuted ReleaseDeferred InstructionRefused DisputedAmountFrozen
    EscrowClosed PayoutPaid PayoutFailed`,
  disputes: 'DisputeOpened ResponseReminded MediatorAssigned DisputeDecided SplitOrdered DisputeClosed',
  reputation: 'ReviewPublished ScoreRecomputed',
};

describe('The catalogue of facts', () => {
  it.each(SERVICES)('holds exactly the facts in scope of %s', (service) => {
    const names = catalogue.filter(({ owner }) => owner === service).map(({ name }) => name);
    expect(names.sort()).toEqual(IN_SCOPE[service].split(/\s+/).sort());
  });

  it('names types by service, kebab case and version, each once', () => {
    expect(FACT.MilestoneApproved).toBe('guildhall.contracts.milestone-approved.v1');
    expect(FACT.PayoutDestinationChanged).toBe('guildhall.payments.payout-destination-changed.v1');
    expect(new Set(catalogue.map(({ type }) => type)).size).toBe(catalogue.length);
    expect(Object.keys(FACT)).toHaveLength(catalogue.length);
  });

  it.each(catalogue.map((definition) => [definition.type, definition] as const))(
    'gives %s a key that its example has',
    (type, definition) => {
      expect(factKey(type, definition.example)).not.toBe('');
      if (typeof definition.key === 'string') expect(definition.schema.required).toContain(definition.key);
      expect(definition.schema.$id).toBe(dataSchemaUri(type));
    },
  );

  it('keys all facts of contracts and money by their contract', () => {
    const others = catalogue.filter(({ schema, key }) => schema.properties?.['contractId'] && key !== 'contractId');
    expect(others.map(({ name }) => name)).toEqual([]);
    expect(factKey(FACT.SandboxClockMoved, { offsetMs: 5 })).toBe('sandbox');
    expect(() => factKey(FACT.GigArchived, {})).toThrow('key field gigId');
  });

  it('refuses a type that it does not hold', () => {
    expect(isFactType('guildhall.contracts.terms-amended.v1')).toBe(false);
    expect(() => factDefinition('guildhall.contracts.terms-amended.v1')).toThrow(UnknownFactType);
  });

  it('lists one topic a service, kept for ever', () => {
    expect(topics.map(({ name }) => name)).toEqual(SERVICES.map(topicOf));
    expect(topics.every(({ partitions }) => partitions === 12)).toBe(true);
    expect(topics[0]).toMatchObject({ config: { 'retention.ms': '-1', 'cleanup.policy': 'delete' } });
  });

  it('derives types from schemas', () => {
    const amount: FactByType['guildhall.payments.milestone-funded.v1']['data']['amount'] = { amount: '1', currency: 'USD' };
    const money: Money = amount;
    const approvedBy: MilestoneApproved['data']['approvedBy'] = 'timer';
    const movedFrom: MilestoneFundedData['movedFrom' & keyof MilestoneFundedData] = { milestoneId: 'm', heldRemaining: money };
    const days: ProposalAcceptedData['termsDraft']['autoApproval']['days'] = null;
    // @ts-expect-error: a closed list of words
    const nobody: MilestoneApproved['data']['approvedBy'] = 'nobody';
    expect([money, approvedBy, movedFrom, days, nobody]).toHaveLength(5);
  });
});
