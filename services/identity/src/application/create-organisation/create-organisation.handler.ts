import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { createdId } from '@guildhall/kernel';
import { Injectable } from '@nestjs/common';
import { IdentityAggregates } from '../identity-aggregates.js';
import { SeatNotes } from '../organisation-seats/seat-notes.js';
import type { CreateOrganisationRequest } from './create-organisation.controller.js';

export type CreateOrganisationAnswer = Readonly<{ organisationId: string }>;

@Injectable()
export class CreateOrganisationHandler {
  constructor(
    private readonly aggregates: IdentityAggregates,
    private readonly notes: SeatNotes,
  ) {}

  async execute(
    request: CreateOrganisationRequest,
    ownerAccountId: string,
    context: CommandContext,
  ): Promise<Written<CreateOrganisationAnswer>> {
    const { organisationId = createdId(context.commandId, 'organisation'), name, country, homeRegion } = request;
    const data = { organisationId, ownerAccountId, name, country, homeRegion };
    const written = await this.aggregates.organisations.handle(organisationId, { type: 'CreateOrganisation', data }, context);
    await this.notes.note(written, context);
    return written.with({ organisationId });
  }
}
