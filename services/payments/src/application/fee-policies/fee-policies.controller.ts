import type { CommandContext, ReadModel, Written } from '@guildhall/event-sourcing';
import { Allow, Errors, IdempotencyKeyRequired, InjectReadModel, RequestContext } from '@guildhall/service-kit';
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { fail } from '../../domain/payments.errors.js';
import { feePolicies, type FeePolicyDocument } from '../../projections/fee-policies/fee-policies.projection.js';
import { MoneyStreams } from '../money-streams.js';
import { policyHashOf } from './policy-hash.js';
import { rulesIn } from './policy-rules.js';
import { ProposeFeePolicyRequest } from './propose-fee-policy.request.dto.js';

type ProposedPolicy = Readonly<{ policyVersion: string; policyHash: string }>;
type ApprovedPolicy = Readonly<{ policyVersion: string }>;

@Controller('fee-policies')
export class FeePoliciesController {
  constructor(
    private readonly streams: MoneyStreams,
    @InjectReadModel(feePolicies) private readonly model: ReadModel<FeePolicyDocument>,
  ) {}

  /** First of two operators. A version is published once and takes effect ahead. */
  @Post()
  @Allow('operator')
  @IdempotencyKeyRequired()
  @Errors('PAYMENTS.ILLEGAL_TRANSITION')
  async propose(
    @Body() request: ProposeFeePolicyRequest,
    @RequestContext() context: CommandContext,
  ): Promise<Written<ProposedPolicy>> {
    const { policyVersion } = request;
    const effectiveFrom = new Date(request.effectiveFrom).toISOString();
    const policyHash = policyHashOf(request.rules);
    const rules = rulesIn({ policyVersion, effectiveFrom, rules: request.rules, policyHash });
    const version = { policyVersion, effectiveFrom, rules, policyHash };
    const data = { ...version, proposedBy: context.actor.id, at: context.occurredAt };
    const written = await this.streams.feePolicies.handle(policyVersion, { type: 'ProposeFeePolicy', data }, context);
    return written.with({ policyVersion, policyHash });
  }

  /** Second of two operators. Told as `FeePolicyPublished`. */
  @Post(':policyVersion/approvals')
  @HttpCode(200)
  @Allow('operator')
  @Errors('PAYMENTS.ILLEGAL_TRANSITION', 'PAYMENTS.FOUR_EYES_REQUIRED', 'PAYMENTS.HOLD_NOT_FOUND')
  async approve(
    @Param('policyVersion') policyVersion: string,
    @RequestContext() context: CommandContext,
  ): Promise<Written<ApprovedPolicy>> {
    if (!/^fee-v[1-9][0-9]{0,5}$/.test(policyVersion)) throw fail('PAYMENTS.HOLD_NOT_FOUND', 'No such version of the fee policy');
    const data = { approvedBy: context.actor.id, at: context.occurredAt };
    const written = await this.streams.feePolicies.handle(policyVersion, { type: 'ApproveFeePolicy', data }, context);
    return written.with({ policyVersion });
  }

  @Get()
  @Allow('signed-in')
  async list(): Promise<Readonly<{ items: readonly Omit<FeePolicyDocument, 'proposedBy' | 'approvedBy'>[] }>> {
    const found = await this.model.find({}, { sort: { effectiveFrom: 1 } });
    return {
      items: found.map(({ policyVersion, effectiveFrom, rules, policyHash, state }) => ({
        policyVersion,
        effectiveFrom,
        rules,
        policyHash,
        state,
      })),
    };
  }
}
