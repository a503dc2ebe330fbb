import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { memorySpans, startTracing, traceShape } from '@guildhall/service-kit';
import { DAY } from './testing/dispute-story.factory.js';
import { InMemoryStory } from './testing/in-memory-story.factory.js';

jest.setTimeout(30_000); // whole stories, each step waiting for its effects

describe('The trace of a dispute', () => {
  const exporter = memorySpans();
  let story: InMemoryStory;
  beforeAll(() => {
    startTracing({ service: 'disputes', version: 'spec', sink: { kind: 'memory', exporter } });
  });
  beforeEach(async () => {
    story = await InMemoryStory.start();
  });
  afterEach(() => story.service.close());
  const shape = async (): Promise<readonly string[]> => {
    await story.service.settled();
    return traceShape(exporter);
  };

  it('that is ruled leads from the ruling over its deadline to the split', async () => {
    const disputeId = await story.arbitrated();
    await story.service.settled();
    exporter.reset();
    await story.post(story.arbitrator, `/disputes/${disputeId}/rulings`, story.ruling('240.00', '160.00'));
    await story.service.advance(6 * DAY);
    const { splitId } = await story.view(disputeId);
    await story.tell(story.splitExecuted(String(splitId), '240.00', '160.00'));
    expect(await shape()).toEqual([
      'GET /disputes/:disputeId',
      'POST /disputes/:disputeId/rulings',
      'append disputes.contract < command NoteContractEvent',
      'append disputes.dispute < command NoteExecution',
      'append disputes.dispute < command OrderSplit',
      'append disputes.dispute < command Rule',
      'append disputes.mediators < command EndCase',
      'append disputes.process < react dispute-clocks',
      'append disputes.process < react split-execution',
      'append disputes.slot < command FreeSlot',
      'command EndCase < react dispute-closing',
      'command FreeSlot < react dispute-closing',
      'command NoteContractEvent < react hear-money',
      'command NoteExecution < deliver split-execution',
      'command OrderSplit < deliver dispute-clocks',
      'command Rule < POST /disputes/:disputeId/rulings',
      'deliver dispute-clocks ~ react dispute-clocks',
      'deliver split-execution ~ react split-execution',
      'process guildhall.payments.events',
      'project * ~ command NoteContractEvent',
      'project * ~ command NoteExecution',
      'project * ~ command OrderSplit',
      'project * ~ command Rule',
      'react dispute-clocks ~ command NoteExecution',
      'react dispute-clocks ~ command Rule',
      'react dispute-clocks ~ react dispute-clocks',
      'react dispute-closing ~ command NoteExecution',
      'react dispute-closing ~ command OrderSplit',
      'react dispute-closing ~ command Rule',
      'react hear-money',
      'react split-execution',
      'react split-execution ~ command OrderSplit',
      'relay guildhall.disputes.events ~ command NoteExecution',
      'relay guildhall.disputes.events ~ command OrderSplit',
      'relay guildhall.disputes.events ~ command Rule',
    ]);
  });
});
