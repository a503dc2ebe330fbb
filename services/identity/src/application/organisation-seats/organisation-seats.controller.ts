import type { CommandContext, ReadModel, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, common, Errors, InjectReadModel, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { IsIn, IsUUID } from 'class-validator';
import { SEAT_ROLES, type SeatRole } from '../../domain/organisation/organisation.events.js';
import { organisationSeats, type OrganisationSeats } from '../../projections/organisation-seats/organisation-seats.projection.js';
import { OrganisationSeatsHandler } from './organisation-seats.handler.js';

export class GrantSeatRequest {
  @IsUUID()
  readonly accountId!: string;

  @IsIn(SEAT_ROLES)
  readonly seatRole!: SeatRole;
}

@Controller('organisations/:organisationId/seats')
export class OrganisationSeatsController {
  constructor(
    private readonly handler: OrganisationSeatsHandler,
    @InjectReadModel(organisationSeats) private readonly seats: ReadModel<OrganisationSeats>,
  ) {}

  /** Grants a seat, or another one in place of the present one. Owner seats are in the hands of owners. */
  @Post()
  @HttpCode(200)
  @Allow('own party')
  @Errors('IDENTITY.SEAT_LAST_OWNER')
  grant(
    @Param('organisationId', ParseUUIDPipe) organisationId: string,
    @Body() { accountId, seatRole }: GrantSeatRequest,
    @Caller() { accountId: by }: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    return this.handler.grant(organisationId, { accountId, seatRole, by }, context);
  }

  /** Takes a seat away; the sessions that carry it end. */
  @Post(':accountId/revocations')
  @HttpCode(200)
  @Allow('own party')
  @Errors('IDENTITY.SEAT_LAST_OWNER')
  revoke(
    @Param('organisationId', ParseUUIDPipe) organisationId: string,
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @Caller() { accountId: by }: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    return this.handler.revoke(organisationId, { accountId, by }, context);
  }

  /** Who may act for the organisation, since when; for those who hold a seat in it. */
  @Get()
  @Allow('own party')
  async list(
    @Param('organisationId', ParseUUIDPipe) organisationId: string,
    @Caller() caller: VerifiedCaller,
  ): Promise<Readonly<{ items: OrganisationSeats['seats'] }>> {
    const found = await this.seats.get(organisationId);
    const isMember = found?.seats.some(({ accountId }) => accountId === caller.accountId);
    if (!found || !isMember) throw common('COMMON.NOT_FOUND', 'No such organisation');
    return { items: found.seats };
  }
}
