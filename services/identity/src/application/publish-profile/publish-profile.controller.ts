import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { IdentityAggregates } from '../identity-aggregates.js';
import { requireOwnAccount } from '../own-account.js';
import { PublishProfileRequest } from './publish-profile.request.dto.js';

@Controller('accounts/:accountId/profile')
export class PublishProfileController {
  constructor(private readonly aggregates: IdentityAggregates) {}

  /** The whole profile replaces the one before. */
  @Post()
  @HttpCode(200)
  @Allow('own party')
  publish(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @Body() { languages, ...profile }: PublishProfileRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    requireOwnAccount(caller, accountId);
    const data = { ...profile, languages: languages.map(({ code, level }) => ({ code, level })) };
    return this.aggregates.accounts.handle(accountId, { type: 'PublishProfile', data }, context);
  }
}
