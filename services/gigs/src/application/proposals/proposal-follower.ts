import type { CommandContext, StoredEvent } from '@guildhall/event-sourcing';
import { processCommandId, type InputFrame } from '@guildhall/kernel';
import { Injectable } from '@nestjs/common';
import type { BriefEvent } from '../../domain/brief/brief.events.js';
import type { ProposalCommand } from '../../domain/proposal/proposal.decider.js';
import { proposalFollows } from '../../processes/proposal-follows/proposal-follows.process.js';
import { GigsAggregates } from '../gigs-aggregates.js';

/**
 * Lets the proposal's stream follow at once, under the very command id that the process uses: whoever comes second finds it done. So a
 * proposal can be shortlisted or awarded as soon as its placing was answered, and a crash in between loses nothing.
 */
@Injectable()
export class ProposalFollower {
  constructor(private readonly aggregates: GigsAggregates) {}

  async follow(events: readonly StoredEvent[], { correlationId, region, occurredAt }: CommandContext): Promise<void> {
    for (const event of events) {
      const input = { type: event.type, data: event.data } as BriefEvent;
      const { name } = proposalFollows;
      for (const { step, command } of proposalFollows.react(input, frameOf(event))) {
        const order = command as ProposalCommand & { data: { proposalId: string } };
        await this.aggregates.proposals.handle(order.data.proposalId, order, {
          commandId: processCommandId(event.id, name, step),
          factId: event.id,
          actor: { kind: 'system', id: `process:${name}` },
          correlationId,
          causationId: event.id,
          occurredAt,
          region,
        });
      }
    }
  }
}

const frameOf = ({ id, streamKey, revision, metadata }: StoredEvent): InputFrame => ({
  id,
  streamKey,
  occurredAt: metadata.occurredAt,
  revision: revision.toString(),
  policyRefs: metadata.policyRefs,
});
