import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, RequestContext } from '@guildhall/service-kit';
import { Controller, Post } from '@nestjs/common';
import { SigningKeyRotation, type PublishedKey } from './signing-key-rotation.js';

@Controller('signing-keys')
export class PublishSigningKeyController {
  constructor(private readonly rotation: SigningKeyRotation) {}

  /** Makes a key and tells it an hour ahead of use; nobody is signed out. */
  @Post()
  @Allow('operator')
  publish(@RequestContext() context: CommandContext): Promise<Written<PublishedKey>> {
    return this.rotation.publishNext(context);
  }
}
