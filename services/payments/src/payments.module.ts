import { COMMAND_ROUTES } from '@guildhall/event-sourcing';
import { GuildhallModule, SERVICE_CONFIG, viewOf } from '@guildhall/service-kit';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { EscrowController } from './application/escrow-view/escrow.controller.js';
import { FeePoliciesController } from './application/fee-policies/fee-policies.controller.js';
import { FundingsController } from './application/fundings/fundings.controller.js';
import { RetryFundingHandler } from './application/fundings/retry-funding.handler.js';
import { InstrumentsController } from './application/instruments/instruments.controller.js';
import { InstrumentsHandler } from './application/instruments/instruments.handler.js';
import { MoneyMetrics } from './application/money-metrics/money-metrics.js';
import { MoneyStreams } from './application/money-streams.js';
import { LedgerCheckController } from './application/operations/ledger-check.controller.js';
import { LedgerOperationsController } from './application/operations/ledger-operations.controller.js';
import { PayoutDestinationsController } from './application/payout-destinations/payout-destinations.controller.js';
import { CreatePayoutHandler } from './application/payouts/create-payout.handler.js';
import { PayoutsController } from './application/payouts/payouts.controller.js';
import { StatementController } from './application/statement/statement.controller.js';
import { WalletController } from './application/wallet/wallet.controller.js';
import { ProviderWebhookHandler } from './application/webhooks/provider-webhook.handler.js';
import { ProviderWebhooksController } from './application/webhooks/provider-webhooks.controller.js';
import type { PaymentsConfig } from './config.js';
import { definition } from './payments.service.js';
import { FactsListener } from './processes/facts.listener.js';
import { ChargeEffects } from './processes/routes/charge-effects.js';
import { paymentRoutes } from './processes/routes/command-routes.js';
import { EscrowOpening } from './processes/routes/escrow-opening.js';
import { FinalPayout } from './processes/routes/final-payout.js';
import { PayoutEffects } from './processes/routes/payout-effects.js';
import { PAYMENT_PROVIDER } from './provider/payment-provider.port.js';
import { SandboxProvider } from './provider/sandbox-provider.js';

const controllers = [
  InstrumentsController,
  PayoutDestinationsController,
  WalletController,
  EscrowController,
  StatementController,
  FundingsController,
  PayoutsController,
  FeePoliciesController,
  LedgerCheckController,
  LedgerOperationsController,
  ProviderWebhooksController,
  FactsListener,
];

const handlers: readonly Provider[] = [
  MoneyStreams,
  MoneyMetrics,
  EscrowOpening,
  ChargeEffects,
  PayoutEffects,
  FinalPayout,
  {
    provide: COMMAND_ROUTES,
    useFactory: paymentRoutes,
    inject: [MoneyStreams, EscrowOpening, ChargeEffects, PayoutEffects, FinalPayout, MoneyMetrics],
  },
  InstrumentsHandler,
  RetryFundingHandler,
  CreatePayoutHandler,
  ProviderWebhookHandler,
];

/** Payments around one payment provider; `provider` provides `PAYMENT_PROVIDER`. */
@Module({})
export class PaymentsParts {
  static around(provider: Provider): DynamicModule {
    return {
      module: PaymentsParts,
      imports: [GuildhallModule.forService(definition)],
      controllers,
      providers: [provider, ...handlers],
    };
  }
}

const sandboxProvider: Provider = {
  provide: PAYMENT_PROVIDER,
  useFactory: (config: PaymentsConfig) => new SandboxProvider(viewOf(() => config.provider)),
  inject: [SERVICE_CONFIG],
};

@Module({ imports: [PaymentsParts.around(sandboxProvider)] })
export class PaymentsModule {}
