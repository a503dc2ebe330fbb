import type { CommandContext } from '@guildhall/event-sourcing';
import {
  Allow,
  Errors,
  RateLimited,
  rawBodyOf,
  RequestContext,
  SERVICE_CONFIG,
  WALL_CLOCK,
  type WallClock,
} from '@guildhall/service-kit';
import { Body, Controller, Headers, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { PaymentsConfig } from '../../config.js';
import { fail } from '../../domain/payments.errors.js';
import policy from '../../provider/provider-policy-v1.json' with { type: 'json' };
import { readProviderEvent } from './provider-event.js';
import { ProviderWebhookHandler } from './provider-webhook.handler.js';
import { isSigned } from './webhook-signature.js';

type RawRequest = Parameters<typeof rawBodyOf>[0];

@Controller('provider/webhooks')
export class ProviderWebhooksController {
  constructor(
    private readonly handler: ProviderWebhookHandler,
    @Inject(SERVICE_CONFIG) private readonly config: PaymentsConfig,
    @Inject(WALL_CLOCK) private readonly wall: WallClock,
  ) {}

  /** The signature over the raw body is the caller's proof; anything else changes nothing. */
  @Post()
  @HttpCode(200)
  @Allow('public')
  @RateLimited('unlimited')
  @ApiHeader({ name: 'Sandbox-Signature', required: true, description: 't=<unix seconds>,v1=<hex HMAC-SHA-256 over t.body>' })
  @Errors('PAYMENTS.PROVIDER_PAYLOAD_INVALID')
  async take(
    @Body() body: Record<string, unknown>,
    @Req() request: RawRequest,
    @Headers('sandbox-signature') signature: string | undefined,
    @RequestContext() context: CommandContext,
  ): Promise<Readonly<{ received: true }>> {
    const now = { nowMs: this.wall.nowMs(), toleranceSeconds: policy.webhookToleranceSeconds };
    const { webhookSecret, formerWebhookSecret } = this.config.provider;
    const secrets = formerWebhookSecret ? [webhookSecret, formerWebhookSecret] : [webhookSecret];
    const signed = secrets.map((secret) => isSigned(signature ?? '', rawBodyOf(request), secret, now));
    if (!signed.includes(true))
      throw fail('PAYMENTS.PROVIDER_PAYLOAD_INVALID', 'The signature does not fit body, secret or time');
    await this.handler.take(readProviderEvent(body), context);
    return { received: true };
  }
}
