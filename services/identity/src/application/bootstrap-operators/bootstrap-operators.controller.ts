import type { CommandContext } from '@guildhall/event-sourcing';
import { Allow, Errors, RequestContext, SecretFields } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsString, IsUUID, MaxLength } from 'class-validator';
import type { Acknowledged } from '../acknowledged.js';
import { BootstrapOperatorsHandler } from './bootstrap-operators.handler.js';

export class BootstrapRequest {
  @IsString()
  @MaxLength(200)
  readonly secret!: string;

  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(2)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  readonly accountIds!: [string, string];
}

@Controller('bootstrap')
export class BootstrapOperatorsController {
  constructor(private readonly handler: BootstrapOperatorsHandler) {}

  /** Makes two accounts the first operators, once in the life of a platform. */
  @Post()
  @HttpCode(200)
  @Allow('public')
  @SecretFields('secret')
  @Errors('IDENTITY.BOOTSTRAP_USED', 'IDENTITY.ILLEGAL_TRANSITION')
  async bootstrap(
    @Body() { secret, accountIds }: BootstrapRequest,
    @RequestContext() context: CommandContext,
  ): Promise<Acknowledged> {
    await this.handler.execute(secret, accountIds, context);
    return {};
  }
}
