import { evidence } from './evidence/evidence.process.js';
import { hearContracts } from './hear-contracts/hear-contracts.process.js';
import { hearDisputes } from './hear-disputes/hear-disputes.process.js';
import { hearMoney } from './hear-money/hear-money.process.js';
import { hearParties } from './hear-parties/hear-parties.process.js';
import { reviewReveal } from './review-reveal/review-reveal.process.js';
import { reviewWindows } from './review-windows/review-windows.process.js';

/** All that facts, own events and due timers cause in reputation. */
export const reputationProcesses = [
  hearContracts,
  hearMoney,
  hearDisputes,
  hearParties,
  reviewWindows,
  reviewReveal,
  evidence,
] as const;
