import type { Clock } from '@guildhall/kernel';
import type { OnFault } from '../subscriptions/follow.js';
import type { PendingTimer, ProcessBoard } from './process-board.js';
import type { ProcessRunner } from './process-runner.js';
import { TimerQueue } from './timer-queue.js';

export type TimerRunnerOptions = Readonly<{
  /** Has reached the head seen at start (`ProcessBoard.start`) before this runner is started: nothing fires on half a history. */
  board: ProcessBoard;
  runner: Pick<ProcessRunner, 'fire'>;
  /** Business time. */
  clock: Clock;
  onFault?: OnFault;
}>;

/** Fired at once at most. */
const AT_ONCE = 100;
/** Longest sleep: below `setTimeout`'s 2^31 ms, and short enough that a moved wall clock is noticed. */
const LONGEST_SLEEP_MS = 60_000;

/** Fires due timers in the order of `dueAt`. At least once: a tick that was taken before is a no-op in the process's stream. */
export class TimerRunner {
  private readonly queue = new TimerQueue();
  private readonly firing = new Set<Promise<void>>();
  private sleep: NodeJS.Timeout | null = null;
  private running = false;
  private unsubscribe: () => void = () => undefined;

  constructor(private readonly options: TimerRunnerOptions) {}

  start(): void {
    const { board } = this.options;
    this.running = true;
    for (const timer of board.pendingTimers()) this.queue.push(timer);
    this.unsubscribe = board.onChange((started) => {
      if (started) this.queue.push(started);
      this.wake();
    });
    this.wake();
  }

  /** To be called when business time has moved: looks at once what is due now. */
  wake(): void {
    if (!this.running) return;
    if (this.sleep) clearTimeout(this.sleep);
    this.sleep = null;
    while (this.firing.size < AT_ONCE && this.isDue()) {
      const timer = this.queue.pop();
      if (timer && this.options.board.isPending(timer.timerId)) this.fire(timer);
    }
    this.sleepUntilNext();
  }

  /** Stops firing and waits for the ticks in flight. Stop the process runner first: it ends their retries. */
  async stop(): Promise<void> {
    this.running = false;
    this.unsubscribe();
    if (this.sleep) clearTimeout(this.sleep);
    await Promise.allSettled(this.firing);
  }

  private isDue(): boolean {
    const next = this.queue.nextDueMs;
    return next !== null && next <= this.options.clock.now().getTime();
  }

  private fire(timer: PendingTimer): void {
    const { board, runner, onFault } = this.options;
    const firing = runner.fire(timer).then(
      () => board.settle(timer.timerId),
      // Only a stop ends it unfinished: the timer pends in the log and fires after the next start.
      (error: unknown) => onFault?.({ where: 'handler', error, attempt: 1 }),
    );
    this.firing.add(firing);
    void firing.finally(() => {
      this.firing.delete(firing);
      this.wake();
    });
  }

  private sleepUntilNext(): void {
    const next = this.queue.nextDueMs;
    // With all places taken, the next tick that ends wakes us.
    if (next === null || this.firing.size >= AT_ONCE) return;
    const left = Math.max(0, next - this.options.clock.now().getTime());
    this.sleep = setTimeout(() => this.wake(), Math.min(left, LONGEST_SLEEP_MS));
    this.sleep.unref();
  }
}
