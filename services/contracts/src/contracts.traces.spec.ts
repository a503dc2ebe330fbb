import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { memorySpans, startTracing, traceShape, type TestService } from '@guildhall/service-kit';
import { hashOf, startService, Story } from './contracts.factory.js';

jest.setTimeout(30_000); // whole stories, each step waiting for its effects

describe('The trace of a milestone', () => {
  const exporter = memorySpans();
  let service: TestService;
  let story: Story;
  beforeAll(async () => {
    startTracing({ service: 'contracts', version: 'spec', sink: { kind: 'memory', exporter } });
    service = await startService();
  });
  afterAll(() => service.close());
  beforeEach(async () => {
    story = new Story(service);
    await story.signed();
    await service.settled();
    exporter.reset();
  });
  const shape = async (): Promise<readonly string[]> => {
    await service.settled();
    return traceShape(exporter);
  };

  it('that is funded leads from the fact to the read models', async () => {
    await story.hear(story.funded());
    expect(await shape()).toEqual([
      'append contracts.contract < command NoteFunding',
      'command NoteFunding < react hear-money',
      'process guildhall.payments.events',
      'project * ~ command NoteFunding',
      'react hear-money',
    ]);
  });

  it('that is submitted and approved leads from the requests to the facts', async () => {
    await story.hear(story.funded());
    await service.settled();
    exporter.reset();
    await story.submit('a');
    await story.post(story.client, story.onMilestone('/approvals'), { deliverableVersion: 1, contentHash: hashOf('a') });
    expect(await shape()).toEqual([
      'POST /contracts/:contractId/milestones/:milestoneId/approvals',
      'POST /contracts/:contractId/milestones/:milestoneId/submissions',
      'append contracts.contract < command ApproveMilestone',
      'append contracts.contract < command SubmitMilestone',
      'append contracts.process < react auto-approval',
      'append contracts.process < react lateness',
      'command ApproveMilestone < POST /contracts/:contractId/milestones/:milestoneId/approvals',
      'command SubmitMilestone < POST /contracts/:contractId/milestones/:milestoneId/submissions',
      'project * ~ command ApproveMilestone',
      'project * ~ command SubmitMilestone',
      'react auto-approval ~ command ApproveMilestone',
      'react auto-approval ~ command SubmitMilestone',
      'react lateness ~ command SubmitMilestone',
      'relay guildhall.contracts.events ~ command ApproveMilestone',
      'relay guildhall.contracts.events ~ command SubmitMilestone',
    ]);
  });
});
