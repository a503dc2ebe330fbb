import { disputeClocks } from './dispute-clocks/dispute-clocks.process.js';
import { disputeClosing } from './dispute-closing/dispute-closing.process.js';
import { hearContracts } from './hear-contracts/hear-contracts.process.js';
import { hearMoney } from './hear-money/hear-money.process.js';
import { hearParties } from './hear-parties/hear-parties.process.js';
import { mediatorAssignment } from './mediator-assignment/mediator-assignment.process.js';
import { offerComparison } from './offer-comparison/offer-comparison.process.js';
import { splitExecution } from './split-execution/split-execution.process.js';

/** All that facts, own events and due timers cause in disputes. */
export const disputeProcesses = [
  hearParties,
  hearContracts,
  hearMoney,
  disputeClocks,
  mediatorAssignment,
  offerComparison,
  splitExecution,
  disputeClosing,
] as const;
