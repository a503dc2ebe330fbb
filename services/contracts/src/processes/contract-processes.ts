import { autoApproval } from './auto-approval/auto-approval.process.js';
import { cancellationAnswer } from './cancellation-answer/cancellation-answer.process.js';
import { contractParties } from './contract-parties/contract-parties.process.js';
import { hearDisputes } from './hear-disputes/hear-disputes.process.js';
import { hearFeePolicies } from './hear-fee-policies/hear-fee-policies.process.js';
import { hearMoney } from './hear-money/hear-money.process.js';
import { hearOrigins } from './hear-origins/hear-origins.process.js';
import { hearParties } from './hear-parties/hear-parties.process.js';
import { instructionRepeat } from './instruction-repeat/instruction-repeat.process.js';
import { lateness } from './lateness/lateness.process.js';
import { offerExpiry } from './offer-expiry/offer-expiry.process.js';
import { partyOverlays } from './party-overlays/party-overlays.process.js';

/** All that facts, own events and due timers cause in contracts. */
export const contractProcesses = [
  hearOrigins,
  hearMoney,
  hearDisputes,
  hearParties,
  hearFeePolicies,
  contractParties,
  partyOverlays,
  autoApproval,
  lateness,
  offerExpiry,
  cancellationAnswer,
  instructionRepeat,
] as const;
