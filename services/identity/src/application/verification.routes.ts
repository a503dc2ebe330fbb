import type { CommandContext, CommandRoutes } from '@guildhall/event-sourcing';
import { Injectable } from '@nestjs/common';
import type { RestrictionCommand } from '../domain/restriction/restriction.decider.js';
import type { VerificationCommand } from '../domain/verification/verification.commands.js';
import type { OpenVerificationOf } from '../processes/verification-opening/verification-opening.process.js';
import { PartyDirectory } from './party-directory.js';
import { Restrictions } from './restrictions/restrictions.js';
import { Verifications } from './verifications.js';

type Noted = Exclude<VerificationCommand, { data: { by: string } }>;

/** Commands that processes and timers send to verifications and restrictions. */
@Injectable()
export class VerificationRoutes {
  readonly routes: CommandRoutes;

  constructor(
    private readonly parties: PartyDirectory,
    private readonly verifications: Verifications,
    restrictions: Restrictions,
  ) {
    const note = (command: Noted, context: CommandContext) =>
      this.verifications.handler.handle(command.data.partyId, command, context);
    this.routes = {
      OpenVerificationOf: (command: OpenVerificationOf, context: CommandContext) => this.open(command, context),
      NoteBillingMethod: note,
      NotePayoutDestination: note,
      NotePayoutFailed: note,
      NotePayoutPaid: note,
      NoteVolume: note,
      NoteExpiry: note,
      PassDeadline: note,
      Lapse: (command: Extract<RestrictionCommand, { type: 'Lapse' }>, context: CommandContext) =>
        restrictions.handler.handle(command.data.restrictionId, command, context),
    };
  }

  /** An account that was closed meanwhile needs no verification. */
  private async open({ data: { partyId, capabilities } }: OpenVerificationOf, context: CommandContext): Promise<void> {
    const party = await this.parties.find(partyId);
    if (!party) return;
    const { partyKind, country } = party;
    const data = { partyId, partyKind, country, capabilities };
    await this.verifications.handler.handle(partyId, { type: 'OpenVerification', data }, context);
  }
}
