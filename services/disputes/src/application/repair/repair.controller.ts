import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { createdId } from '@guildhall/kernel';
import { Allow, Caller, Errors, IdempotencyKeyRequired, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { seniors } from '../access.js';
import { DisputeStreams, writtenData } from '../dispute-streams.js';
import { EmptyRequest } from '../empty.request.dto.js';
import { ProposeRepairRequest } from './propose-repair.request.dto.js';

type ProposedRepair = Readonly<{ repairId: string }>;
type ApprovedRepair = Readonly<{ splitId?: string | undefined }>;

@Controller(':disputeId/repairs')
export class RepairController {
  constructor(private readonly streams: DisputeStreams) {}

  /** An operator proposes to order a refused split again, with the same shares. */
  @Post()
  @Allow('operator')
  @IdempotencyKeyRequired()
  @Errors('DISPUTES.NOT_A_PARTY', 'DISPUTES.ILLEGAL_TRANSITION', 'DISPUTES.CONFLICT_OF_INTEREST')
  async propose(
    @Param('disputeId', ParseUUIDPipe) disputeId: string,
    @Body() { repairId = '', reason }: ProposeRepairRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<ProposedRepair>> {
    const data = { repairId: repairId || createdId(context.commandId, 'repair'), by: caller.accountId, reason };
    const authorise = seniors(caller);
    const written = await this.streams.disputes.handle(disputeId, { type: 'ProposeRepair', data }, context, { authorise });
    return written.with({ repairId: data.repairId });
  }

  /** A second operator approves it: the split is ordered under a new id. */
  @Post(':repairId/approvals')
  @Allow('operator')
  @IdempotencyKeyRequired()
  @Errors('DISPUTES.NOT_A_PARTY', 'DISPUTES.ILLEGAL_TRANSITION', 'DISPUTES.FOUR_EYES_REQUIRED', 'DISPUTES.CONFLICT_OF_INTEREST')
  async approve(
    @Param('disputeId', ParseUUIDPipe) disputeId: string,
    @Param('repairId', ParseUUIDPipe) repairId: string,
    @Body() _request: EmptyRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<ApprovedRepair>> {
    const command = { type: 'ApproveRepair', data: { repairId, by: caller.accountId } } as const;
    const written = await this.streams.disputes.handle(disputeId, command, context, { authorise: seniors(caller) });
    return written.with({ splitId: writtenData(written, 'SplitOrdered')?.splitId });
  }
}
