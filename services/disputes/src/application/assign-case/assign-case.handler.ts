import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Injectable } from '@nestjs/common';
import type { DisputeState } from '../../domain/dispute/dispute.state.js';
import { eligibleOf, type Case } from '../../domain/mediator/mediators.decider.js';
import { DisputeStreams } from '../dispute-streams.js';
import { History } from '../history.js';

/** Finds a mediator or arbitrator for a case that still needs one; the pool's stream decides, so load is counted once. */
@Injectable()
export class AssignCaseHandler {
  constructor(
    private readonly streams: DisputeStreams,
    private readonly history: History,
  ) {}

  async execute({ disputeId, as }: Case, context: CommandContext): Promise<Written> {
    const dispute = await this.streams.dispute(disputeId);
    if (!needs(dispute, as)) return this.streams.inPool({ type: 'EndCase', data: { disputeId } }, context);
    const suitabilities = await this.history.suitabilityOf(eligibleOf(await this.streams.pool()), dispute);
    const mediatorAccountId = dispute.mediator?.mediatorAccountId ?? '';
    return this.streams.inPool({ type: 'AssignCase', data: { disputeId, as, suitabilities, mediatorAccountId } }, context);
  }
}

/** One is looked for, or the one who had the case is gone. */
const needs = ({ wanted, status }: DisputeState, as: Case['as']): boolean =>
  wanted === as || status === (as === 'mediator' ? 'mediation' : 'arbitration');
