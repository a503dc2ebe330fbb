import { describe, expect, it } from '@jest/globals';
import { EndsSeen } from './ends-seen.js';

const stand = (end: number, next: number, partition = 0) => ({ topic: 't', partition, end: BigInt(end), next: BigInt(next) });

describe('What a group has taken of a topic', () => {
  it('is all of now, where it has committed all', () => {
    const seen = new EndsSeen();
    seen.look(10, [stand(5, 5), stand(0, 0, 1)]);
    seen.look(20, [stand(5, 5), stand(0, 0, 1)]);
    expect(seen.seenAt.get('t')).toBe(20);
  });

  it('is what lay there at an earlier look, while more keeps coming', () => {
    const seen = new EndsSeen();
    for (let look = 1; look < 200; look += 1) seen.look(look * 10, [stand(look * 100, look * 100 - 90)]);
    expect(seen.seenAt.get('t')).toBe(1_980);
  });

  it('stands still where one partition does', () => {
    const seen = new EndsSeen();
    seen.look(10, [stand(5, 5), stand(3, 3, 1)]);
    for (let look = 2; look < 200; look += 1) seen.look(look * 10, [stand(5 + look, 5 + look), stand(4, 3, 1)]);
    expect(seen.seenAt.get('t')).toBe(10);
    seen.look(3_000, [stand(500, 500), stand(4, 4, 1)]);
    expect(seen.seenAt.get('t')).toBe(3_000);
  });

  it('is not held up by a partition that another member was given', () => {
    const seen = new EndsSeen();
    seen.look(10, [stand(5, 0), stand(9, 9, 1)]);
    seen.look(20, [stand(9, 9, 1)]);
    expect(seen.seenAt.get('t')).toBe(20);
  });
});
