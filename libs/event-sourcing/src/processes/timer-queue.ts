import type { PendingTimer } from './process-board.js';

type Entry = Readonly<{ dueMs: number; order: number; timer: PendingTimer }>;

const before = (a: Entry, b: Entry): boolean => a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);

/** A binary heap of timers by `dueAt`; timers of one instant come in the order in which they were started. */
export class TimerQueue {
  private readonly heap: Entry[] = [];
  private count = 0;

  push(timer: PendingTimer): void {
    this.count += 1;
    this.heap.push({ dueMs: Date.parse(timer.dueAt), order: this.count, timer });
    let child = this.heap.length - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.swapIfBefore(child, parent)) return;
      child = parent;
    }
  }

  /** When the earliest is due, ms since 1970; null when there is none. */
  get nextDueMs(): number | null {
    return this.heap[0]?.dueMs ?? null;
  }

  pop(): PendingTimer | null {
    const [first] = this.heap;
    const last = this.heap.pop();
    if (!first || !last) return null;
    if (first !== last) {
      this.heap[0] = last;
      this.sink();
    }
    return first.timer;
  }

  private sink(): void {
    let parent = 0;
    for (;;) {
      const left = 2 * parent + 1;
      const [a, b] = [this.heap[left], this.heap[left + 1]];
      if (!a) return;
      const child = b && before(b, a) ? left + 1 : left;
      if (!this.swapIfBefore(child, parent)) return;
      parent = child;
    }
  }

  private swapIfBefore(child: number, parent: number): boolean {
    const [a, b] = [this.heap[child], this.heap[parent]];
    if (!a || !b || !before(a, b)) return false;
    this.heap[child] = b;
    this.heap[parent] = a;
    return true;
  }
}
