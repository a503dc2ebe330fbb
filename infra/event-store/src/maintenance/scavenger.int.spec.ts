import { describe, expect, it } from '@jest/globals';
import { append, openLog, revisionsOf, setMetadata } from '../conformance/log-fixture.js';
import type { Command, Outcome } from '../log/commands.js';
import type { Log } from '../log/log.js';
import { Scavenger } from './scavenger.js';

const NODE = () => 'a test';

/** A log that refuses to write to some streams, as a full disk would. */
function refusing(log: Log, refused: (stream: string) => boolean): void {
  const execute = log.execute.bind(log);
  log.execute = (command: Command): Promise<Outcome> =>
    refused(command.stream)
      ? Promise.resolve({ kind: 'refused', reason: 'The disk is full: nothing was written.' })
      : execute(command);
}

describe('A scavenge', () => {
  it('tells that it failed where its beginning cannot be written down, and removes nothing', async () => {
    const log = openLog(':memory:');
    await append(log, 's', 5);
    await setMetadata(log, 's', '{"$maxCount":1}');
    refusing(log, (stream) => stream.startsWith('$scavenges'));
    const scavenger = new Scavenger(log, NODE);
    scavenger.start();
    const end = await scavenger.ending;
    expect(end).toMatchObject({ result: 'Errored', bytes: 0, error: expect.stringMatching(/The disk is full/) });
    expect(scavenger.ending).toBeUndefined();
    await setMetadata(log, 's', '{}');
    expect(revisionsOf(log, 's')).toEqual([0, 1, 2, 3, 4]);
    log.close();
  });
  it('that was interrupted is written down by the first start that can', async () => {
    const log = openLog(':memory:');
    await append(log, 's', 5);
    await setMetadata(log, 's', '{"$maxCount":1}');
    const { execute } = log;
    // The first one cannot write down how it ended.
    let written = 0;
    refusing(log, (stream) => stream.startsWith('$scavenges') && ++written > 2);
    const first = new Scavenger(log, NODE);
    first.start();
    expect(await first.ending).toMatchObject({ result: 'Errored' });
    await new Scavenger(log, NODE).noteInterrupted();
    expect(revisionsOf(log, '$scavenges')).toEqual([0]);
    log.execute = execute;
    await new Scavenger(log, NODE).noteInterrupted();
    await new Scavenger(log, NODE).noteInterrupted();
    expect(revisionsOf(log, '$scavenges')).toEqual([0, 1]);
    log.close();
  });
  it('does without its history where that was tombstoned', async () => {
    const log = openLog(':memory:');
    await log.execute({ kind: 'tombstone', stream: '$scavenges', expected: 'any' });
    const scavenger = new Scavenger(log, NODE);
    await scavenger.noteInterrupted();
    scavenger.start();
    expect(await scavenger.ending).toMatchObject({ result: 'Errored' });
    log.close();
  });
});
