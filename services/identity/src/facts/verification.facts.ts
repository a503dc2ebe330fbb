import {
  capabilityDisabledV1,
  capabilityEnabledV1,
  partyRestrictedV1,
  partyVerifiedV1,
  restrictionLiftedV1,
} from '@guildhall/event-catalogue';
import { factsFrom, type FactMapping } from '@guildhall/messaging';
import { restrictionStorage, type RestrictionEvent } from '../domain/restriction/restriction.events.js';
import { verificationStorage, type VerificationEvent } from '../domain/verification/verification.events.js';

const ofVerification = factsFrom<VerificationEvent>(verificationStorage);
const ofRestriction = factsFrom<RestrictionEvent>(restrictionStorage);

export const verificationFactMappings: readonly FactMapping[] = [
  ofVerification('PartyVerified', partyVerifiedV1, ({ data: { partyId, level, country, validUntil, policyVersion } }) => {
    return { partyId, level, country, policyVersion, ...(validUntil === null ? {} : { validUntil }) };
  }),
  ofVerification('CapabilityEnabled', capabilityEnabledV1, ({ data: { partyId, capability, policyVersion } }) => {
    return { partyId, capability, policyVersion };
  }),
  ofVerification(
    'CapabilityDisabled',
    capabilityDisabledV1,
    ({ data: { partyId, capability, disabledReason, currentlyDue } }) => {
      return { partyId, capability, disabledReason, currentlyDue };
    },
  ),
];

export const restrictionFactMappings: readonly FactMapping[] = [
  ofRestriction('PartyRestricted', partyRestrictedV1, ({ data }) => {
    const { partyId, restrictionId, stage, scope, reasonCode, reviewDate, carveOut } = data;
    return { partyId, restrictionId, stage, scope, reasonCode, reviewDate, carveOut };
  }),
  ofRestriction('RestrictionLifted', restrictionLiftedV1, ({ data: { partyId, restrictionId, cause } }) => {
    return { partyId, restrictionId, cause };
  }),
];
