import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, RequestContext } from '@guildhall/service-kit';
import { Body, Controller, Post } from '@nestjs/common';
import { RotateSigningKeyRequest } from './rotate-signing-key.request.dto.js';
import { SigningKeyRotation, type PublishedKey } from './signing-key-rotation.js';

@Controller('operations/signing-keys')
export class RotateSigningKeyController {
  constructor(private readonly rotation: SigningKeyRotation) {}

  /** Makes a key and tells it an hour ahead of use. The old one signs until then and verifies until its tokens end: nobody is signed out. */
  @Post('rotate')
  @Allow('operator')
  rotate(@Body() { reason }: RotateSigningKeyRequest, @RequestContext() context: CommandContext): Promise<Written<PublishedKey>> {
    return this.rotation.publishNext(context, reason);
  }
}
