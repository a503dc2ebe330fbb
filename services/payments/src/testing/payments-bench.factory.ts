import { createHmac } from 'node:crypto';
import type { AnyFact } from '@guildhall/event-catalogue';
import { createTestService, type TestAnswer, type TestRequest, type TestService } from '@guildhall/service-kit';
import { Module } from '@nestjs/common';
import { PaymentsParts } from '../payments.module.js';
import { definition } from '../payments.service.js';
import { FakeProvider } from '../provider/fake-provider.factory.js';
import { PAYMENT_PROVIDER } from '../provider/payment-provider.port.js';
import { MoneyStory, type Method } from './money-story.factory.js';

export const WEBHOOK_SECRET = 'webhook-secret-of-the-specs';

/** Payments in this process with a provider in memory. Every call waits until all that follows from it has happened. */
export class PaymentsBench extends MoneyStory {
  private constructor(
    readonly service: TestService,
    readonly provider: FakeProvider,
  ) {
    super();
  }

  /** `secrets`: other secrets of the webhook than the one that `webhook` signs with. */
  static async open(secrets: Readonly<{ webhookSecret?: string; formerWebhookSecret?: string }> = {}): Promise<PaymentsBench> {
    const provider = new FakeProvider();
    @Module({ imports: [PaymentsParts.around({ provide: PAYMENT_PROVIDER, useValue: provider })] })
    class BenchModule {}
    const endpoint = { url: 'http://in-memory', key: 'key', timeoutMs: 1_000 };
    const config = { provider: { ...endpoint, webhookSecret: WEBHOOK_SECRET, ...secrets } };
    const bench = new PaymentsBench(await createTestService(definition, BenchModule, { config }), provider);
    await bench.publishFees();
    return bench;
  }

  close(): Promise<void> {
    return this.service.close();
  }

  async call(method: Method, path: string, request: TestRequest = {}): Promise<TestAnswer> {
    const answer = await this.service[method](path, request);
    if (method === 'post') await this.service.settled();
    return answer;
  }

  /** Moves business time and fires what falls due. */
  passDays(days: number): Promise<void> {
    return this.service.advance(days * 86_400_000);
  }

  /** Posts a webhook as the provider signs it; `signature` replaces the valid one. */
  webhook(event: object, signature?: string): Promise<TestAnswer> {
    const body = JSON.stringify(event);
    const seconds = Math.floor(this.service.clock.nowMs() / 1000);
    const mac = createHmac('sha256', WEBHOOK_SECRET).update(`${seconds}.${body}`).digest('hex');
    const headers = { 'sandbox-signature': signature ?? `t=${seconds},v1=${mac}`, 'content-type': 'application/json' };
    return this.call('post', '/payments/provider/webhooks', { key: null, headers, body });
  }

  protected now(): Date {
    return this.service.clock.now();
  }

  protected async tell(fact: AnyFact): Promise<void> {
    await this.service.hear(fact);
    await this.service.settled();
  }
}
