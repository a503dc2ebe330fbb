import type { CommandContext, CommandRoute, CommandRoutes } from '@guildhall/event-sourcing';
import type { Command } from '@guildhall/kernel';
import type { Contracts } from './application/contracts.js';
import type { FeePolicies } from './application/fee-policies.js';
import type { Parties } from './application/parties.js';
import type { ProcessCommand } from './domain/contract/contract.commands.js';
import type { PartyCommand } from './domain/party/party.decider.js';
import type { FeePolicyCommand } from './domain/reference/fee-policies.js';

type Routed = ProcessCommand | PartyCommand | FeePolicyCommand;
type Route<C extends Command> = (command: C, context: CommandContext) => Promise<unknown>;

/** Every command that the service's processes may send, by type: a new one without a route does not compile. */
export const commandRoutes = (contracts: Contracts, parties: Parties, feePolicies: FeePolicies): CommandRoutes => {
  const contract: Route<ProcessCommand> = (command, context) => contracts.note(command.data.contractId, command, context);
  const party: Route<PartyCommand> = (command, context) => parties.note(command, context);
  const routes: { readonly [Type in Routed['type']]: Route<Extract<Routed, { type: Type }>> } = {
    DraftContract: contract,
    DraftOrder: contract,
    ExpireContract: contract,
    DeclineOpenContract: contract,
    NoteFunding: contract,
    NoteFundingFailure: contract,
    NoteRelease: contract,
    NoteRefund: contract,
    NoteSplit: contract,
    NoteDeferral: contract,
    NoteRefusal: contract,
    NoteFreeze: contract,
    NoteEscrowClosed: contract,
    NoteDispute: contract,
    NoteRuling: contract,
    NoteDisputeClosed: contract,
    NoteSuspension: contract,
    NoteSuspensionLifted: contract,
    RemindApproval: contract,
    AutoApprove: contract,
    MarkLate: contract,
    LapseCancellation: contract,
    RepeatRefused: contract,
    NoteCapabilityOpened: party,
    NoteCapabilityClosed: party,
    NoteRestriction: party,
    NoteRestrictionLifted: party,
    NoteAccountClosed: party,
    EnterContract: party,
    LeaveContract: party,
    NoteFeePolicy: (command, context) => feePolicies.note(command, context),
  };
  return routes as unknown as Readonly<Record<string, CommandRoute>>;
};
