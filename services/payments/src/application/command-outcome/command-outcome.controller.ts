import { EVENT_STORE, type EventStore, type ReadModel } from '@guildhall/event-sourcing';
import { streamOf } from '@guildhall/kernel';
import { Allow, Caller, InjectReadModel, type VerifiedCaller } from '@guildhall/service-kit';
import { Controller, Get, Inject, Param, ParseUUIDPipe } from '@nestjs/common';
import { feePolicyStorage } from '../../domain/fee-policy/fee-policy.decider.js';
import { fundingStorage } from '../../domain/funding/funding.events.js';
import { methodStorage } from '../../domain/method/method.events.js';
import { walletStorage } from '../../domain/wallet/wallet.events.js';
import { feePolicies, type FeePolicyDocument } from '../../projections/fee-policies/fee-policies.projection.js';
import { fundings, type FundingDocument } from '../../projections/fundings/fundings.projection.js';

type Outcome = Readonly<{
  commandId: string;
  outcome: 'applied' | 'unknown';
  stream?: string;
  events?: readonly Readonly<{ eventId: string; event: string; at: string }>[];
}>;

/** Asks the log itself what became of a command: the append is the claim, so what stands there was applied, once. */
@Controller('commands/:commandId')
export class CommandOutcomeController {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @InjectReadModel(fundings) private readonly fundingsModel: ReadModel<FundingDocument>,
    @InjectReadModel(feePolicies) private readonly policiesModel: ReadModel<FeePolicyDocument>,
  ) {}

  /** Own commands only; another person's command is as unknown as one that was never taken. */
  @Get()
  @Allow('signed-in')
  async show(@Param('commandId', ParseUUIDPipe) commandId: string, @Caller() caller: VerifiedCaller): Promise<Outcome> {
    for (const stream of await this.streamsOf(caller)) {
      const events: { eventId: string; event: string; at: string }[] = [];
      for await (const { id, type, metadata } of this.store.read(stream)) {
        if (metadata.commandId !== commandId || metadata.actor.id !== caller.accountId) continue;
        events.push({ eventId: id, event: type, at: metadata.occurredAt });
      }
      if (events.length > 0) return { commandId, outcome: 'applied', stream, events };
    }
    return { commandId, outcome: 'unknown' };
  }

  /** Where commands of this person can lie: a command over HTTP writes to a stream of the party, of its fundings or of a fee policy. */
  private async streamsOf({ partyId, roles }: VerifiedCaller): Promise<readonly string[]> {
    const charged = await this.fundingsModel.find({ clientPartyId: partyId });
    const policies = roles.includes('operator') ? await this.policiesModel.find({}) : [];
    return [
      streamOf(walletStorage, partyId),
      streamOf(methodStorage, partyId),
      ...charged.map(({ fundingId }) => streamOf(fundingStorage, fundingId)),
      ...policies.map(({ policyVersion }) => streamOf(feePolicyStorage, policyVersion)),
    ];
  }
}
