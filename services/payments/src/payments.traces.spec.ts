import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { memorySpans, startTracing, traceShape } from '@guildhall/service-kit';
import { usd } from './testing/money-story.factory.js';
import { PaymentsBench } from './testing/payments-bench.factory.js';

jest.setTimeout(30_000); // whole stories, each step waiting for its effects

describe('The trace of money', () => {
  const exporter = memorySpans();
  let bench: PaymentsBench;
  beforeAll(() => {
    startTracing({ service: 'payments', version: 'spec', sink: { kind: 'memory', exporter } });
  });
  beforeEach(async () => {
    bench = await PaymentsBench.open();
  });
  afterEach(() => bench.close());
  const shape = async (): Promise<readonly string[]> => {
    await bench.service.settled();
    return traceShape(exporter);
  };

  it('that is funded leads over the charge into the escrow', async () => {
    exporter.reset();
    await bench.funded(usd(60_000));
    expect(await shape()).toEqual([
      'POST /payments/parties/:partyId/instruments',
      'append payments.escrow < command AcceptFunding',
      'append payments.escrow < command OpenEscrow',
      'append payments.escrow < command PlaceHold',
      'append payments.funding < command AuthoriseCharge',
      'append payments.funding < command ClaimCharge',
      'append payments.funding < command CommitFunding',
      'append payments.funding < command OpenFunding',
      'append payments.method < command AddInstrument',
      'append payments.process < react contract-end',
      'append payments.process < react funding',
      'append payments.wallet < command CaptureCharge',
      'append payments.wallet < command SendFunding',
      'command AcceptFunding < react contract-instructions',
      'command AddInstrument < POST /payments/parties/:partyId/instruments',
      'command AuthoriseCharge < deliver funding',
      'command CaptureCharge < deliver funding',
      'command ClaimCharge < deliver funding',
      'command CommitFunding < deliver funding',
      'command OpenEscrow < react contract-instructions',
      'command OpenFunding < react funding-legs',
      'command PlaceHold < react funding-legs',
      'command SendFunding < deliver funding',
      'deliver funding ~ react funding',
      'process guildhall.contracts.events',
      'project * ~ command AcceptFunding',
      'project * ~ command AddInstrument',
      'project * ~ command AuthoriseCharge',
      'project * ~ command CaptureCharge',
      'project * ~ command ClaimCharge',
      'project * ~ command CommitFunding',
      'project * ~ command OpenEscrow',
      'project * ~ command OpenFunding',
      'project * ~ command PlaceHold',
      'project * ~ command SendFunding',
      'react contract-end ~ command AcceptFunding',
      'react contract-end ~ command CommitFunding',
      'react contract-end ~ command OpenEscrow',
      'react contract-end ~ command OpenFunding',
      'react contract-end ~ command PlaceHold',
      'react contract-end ~ command SendFunding',
      'react contract-instructions',
      'react funding ~ command AuthoriseCharge',
      'react funding ~ command CaptureCharge',
      'react funding ~ command ClaimCharge',
      'react funding ~ command CommitFunding',
      'react funding ~ command OpenFunding',
      'react funding ~ command SendFunding',
      'react funding-legs ~ command AcceptFunding',
      'react funding-legs ~ command CaptureCharge',
      'react funding-legs ~ command OpenEscrow',
      'react funding-legs ~ command PlaceHold',
      'react funding-legs ~ command SendFunding',
      'relay guildhall.payments.events ~ command AddInstrument',
      'relay guildhall.payments.events ~ command PlaceHold',
    ]);
  });

  it('that is released leads from the approval into the wallet', async () => {
    const contract = await bench.funded(usd(60_000));
    await bench.service.settled();
    exporter.reset();
    await bench.approve(contract, usd(60_000));
    expect(await shape()).toEqual([
      'append payments.escrow < command CompleteRelease',
      'append payments.escrow < command Release',
      'append payments.process < react earnings-clearing',
      'append payments.wallet < command CreditEarnings',
      'command CompleteRelease < react release-legs',
      'command CreditEarnings < react release-legs',
      'command Release < react contract-instructions',
      'process guildhall.contracts.events',
      'project * ~ command CompleteRelease',
      'project * ~ command CreditEarnings',
      'project * ~ command Release',
      'react contract-instructions',
      'react earnings-clearing ~ command CreditEarnings',
      'react release-legs ~ command CompleteRelease',
      'react release-legs ~ command CreditEarnings',
      'react release-legs ~ command Release',
      'relay guildhall.payments.events ~ command CompleteRelease',
    ]);
  });
});
