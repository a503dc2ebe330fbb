import { Allow } from '@guildhall/service-kit';
import { Controller, Get, Query } from '@nestjs/common';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { ACCOUNT_ROLES, type AccountRole } from '../../domain/account/account.events.js';
import { requirementCatalogue, type CatalogueItem } from '../../domain/verification/requirement-catalogue.js';
import { CAPABILITIES, PARTY_KINDS, type Capability, type PartyKind } from '../../domain/verification/verification.types.js';

export class RequirementsQuery {
  /** ISO 3166-1 alpha-2. */
  @IsOptional()
  @Matches(/^[A-Z]{2}$/)
  readonly country?: string;

  @IsOptional()
  @IsIn(ACCOUNT_ROLES)
  readonly role?: AccountRole;

  @IsOptional()
  @IsIn(CAPABILITIES)
  readonly capability?: Capability;

  @IsOptional()
  @IsIn(PARTY_KINDS)
  readonly partyKind?: PartyKind;
}

@Controller('requirements')
export class RequirementsController {
  /** What somebody will have to show, before joining. */
  @Get()
  @Allow('public')
  list(@Query() query: RequirementsQuery): Readonly<{ items: readonly CatalogueItem[] }> {
    return { items: requirementCatalogue(query) };
  }
}
