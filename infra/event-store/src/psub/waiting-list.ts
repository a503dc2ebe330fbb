import { orderOf, type Waiting } from './message.js';

/** What became of a message that was offered: it left the list, it stays and the next is offered, or nothing more is taken. */
export type Verdict = 'taken' | 'skipped' | 'stop';

/** Messages that wait to be delivered, first in line first. */
export class WaitingList {
  #items: Waiting[] = [];

  get length(): number {
    return this.#items.length;
  }

  push(item: Waiting): void {
    this.#items.push(item);
  }

  /** Puts a message back where its order belongs; most come back near the end. */
  insert(item: Waiting): void {
    const order = orderOf(item.message);
    let at = this.#items.length;
    while (at > 0 && orderBefore(this.#items[at - 1]) > order) at -= 1;
    this.#items.splice(at, 0, item);
  }

  /** Offers the messages one after another; answers `stop` where the taker wanted no more. */
  offer(take: (item: Waiting) => Verdict): 'stop' | 'end' {
    const skipped: Waiting[] = [];
    let index = 0;
    for (const item of this.#items) {
      const verdict = take(item);
      if (verdict === 'stop') break;
      if (verdict === 'skipped') skipped.push(item);
      index += 1;
    }
    const stopped = index < this.#items.length;
    if (index > skipped.length) this.#items.splice(0, index, ...skipped);
    return stopped ? 'stop' : 'end';
  }
}

const orderBefore = (item: Waiting | undefined): number => (item ? orderOf(item.message) : -1);
