import type { CommandContext, CommandRoute, CommandRoutes } from '@guildhall/event-sourcing';
import { endOfDayUtc, later } from '@guildhall/kernel';
import type { AssignCaseHandler } from './application/assign-case/assign-case.handler.js';
import type { Deadlines } from './application/calendar/deadlines.js';
import type { DisputeStreams } from './application/dispute-streams.js';
import type { CompareOffersHandler } from './application/make-offer/compare-offers.handler.js';
import type { ContractCommand } from './domain/contract/contract.decider.js';
import type { DisputeCommand } from './domain/dispute/dispute.commands.js';
import type { PartyCommand } from './domain/party/party.decider.js';
import policy from './domain/policies/dispute-v1.json' with { type: 'json' };
import type { PlainDisputeCommand, ProcessCommand } from './processes/process-commands.js';

type Of<T extends ProcessCommand['type']> = Extract<ProcessCommand, { type: T }>;
type Route<T extends ProcessCommand['type']> = (command: Of<T>, context: CommandContext) => Promise<unknown>;
type Routes = { readonly [T in ProcessCommand['type']]: Route<T> };

/** Every command that the service's processes may send, by type: a new one without a route does not compile. */
export const commandRoutes = (
  streams: DisputeStreams,
  deadlines: Deadlines,
  cases: AssignCaseHandler,
  comparison: CompareOffersHandler,
): CommandRoutes => {
  const plain = ({ type, data: { disputeId, ...data } }: PlainDisputeCommand, context: CommandContext): Promise<unknown> =>
    streams.disputes.handle(disputeId, { type, data } as DisputeCommand, context);
  const party = (command: PartyCommand, context: CommandContext): Promise<unknown> =>
    streams.parties.handle(command.data.partyId, command, context);
  const contract = (command: ContractCommand, context: CommandContext): Promise<unknown> =>
    streams.contracts.handle(command.data.contractId, command, context);
  const pool = (command: Parameters<DisputeStreams['inPool']>[0], context: CommandContext): Promise<unknown> =>
    streams.inPool(command, context);
  const routes: Routes = {
    RemindResponse: plain,
    Default: plain,
    EndNegotiation: plain,
    EndMediation: plain,
    EndArbitrationOffer: plain,
    Escalate: plain,
    OrderSplit: plain,
    NoteExecution: plain,
    BlockExecution: plain,
    NoteFreeze: freezeRoute(streams, deadlines),
    AssignMediator: mediatorRoute(streams, deadlines),
    StartArbitration: arbitratorRoute(streams, deadlines),
    CompareOffers: ({ data: { disputeId } }, context) => comparison.execute(disputeId, context),
    AssignCase: ({ data }, context) => cases.execute(data, context),
    NoteMediator: pool,
    NoteMediatorGone: pool,
    NoteMediatorClosed: pool,
    NoteArbitration: pool,
    NoteArbitrationGone: pool,
    EndCase: pool,
    FreeSlot: (command, context) => streams.slots.handle(command.data.milestoneId, command, context),
    NoteProfile: party,
    NoteOrganisation: party,
    NoteOwnership: party,
    NoteCounterparty: party,
    NotePartyClosed: party,
    NoteNothingOfParty: party,
    NoteContractEvent: contract,
    NoteNothingOfContract: contract,
  };
  return routes as unknown as Readonly<Record<string, CommandRoute>>;
};

/** A freeze that was long in coming takes no days from the respondent: the clock never ends before the printed date. */
const freezeRoute =
  (streams: DisputeStreams, deadlines: Deadlines): Route<'NoteFreeze'> =>
  async ({ data: { disputeId, ...found } }, context) => {
    const dispute = await streams.dispute(disputeId);
    const businessDays = await deadlines.ofRespondent(dispute);
    const at = context.occurredAt;
    const respondBy = later(dispute.opened?.respondBy ?? at, businessDays(at, policy.response.businessDays));
    const remindAt = policy.response.reminderBusinessDays.map((days) => businessDays(at, days));
    return streams.disputes.handle(disputeId, { type: 'NoteFreeze', data: { ...found, at, respondBy, remindAt } }, context);
  };

const mediatorRoute =
  (streams: DisputeStreams, deadlines: Deadlines): Route<'AssignMediator'> =>
  async ({ data: { disputeId, ...assigned } }, context) => {
    const businessDays = await deadlines.ofRespondent(await streams.dispute(disputeId));
    const proposalBy = businessDays(context.occurredAt, policy.mediation.proposalBusinessDays);
    return streams.disputes.handle(disputeId, { type: 'AssignMediator', data: { ...assigned, proposalBy } }, context);
  };

const arbitratorRoute =
  (streams: DisputeStreams, deadlines: Deadlines): Route<'StartArbitration'> =>
  async ({ data: { disputeId, ...named } }, context) => {
    const businessDays = await deadlines.ofRespondent(await streams.dispute(disputeId));
    const evidenceBy = endOfDayUtc(context.occurredAt, policy.evidence.days);
    const rulingBy = businessDays(evidenceBy, policy.rulingBusinessDays);
    return streams.disputes.handle(disputeId, { type: 'StartArbitration', data: { ...named, evidenceBy, rulingBy } }, context);
  };
