import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, IdempotencyKeyRequired, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, Post } from '@nestjs/common';
import { IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength, MinLength } from 'class-validator';
import policy from '../../domain/policies/account-v1.json' with { type: 'json' };
import { CreateOrganisationHandler, type CreateOrganisationAnswer } from './create-organisation.handler.js';

export class CreateOrganisationRequest {
  /** Made by the client; else derived from the request. */
  @IsOptional()
  @IsUUID()
  readonly organisationId?: string;

  @IsString()
  @MinLength(1)
  @MaxLength(200)
  readonly name!: string;

  /** ISO 3166-1 alpha-2. */
  @Matches(/^[A-Z]{2}$/)
  readonly country!: string;

  @IsIn(policy.homeRegions)
  readonly homeRegion!: string;
}

@Controller('organisations')
export class CreateOrganisationController {
  constructor(private readonly handler: CreateOrganisationHandler) {}

  /** The caller gets the owner seat; the next token carries it. */
  @Post()
  @Allow('signed-in')
  @IdempotencyKeyRequired()
  @Errors('IDENTITY.REQUIREMENT_INVALID', 'IDENTITY.ILLEGAL_TRANSITION')
  create(
    @Body() request: CreateOrganisationRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<CreateOrganisationAnswer>> {
    return this.handler.execute(request, caller.accountId, context);
  }
}
