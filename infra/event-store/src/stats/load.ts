/** Share of one core that the process used over the last period, in percent: 200 is two cores. */
export class Load {
  #usage = process.cpuUsage();
  #at = performance.now();
  #percent = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(periodMs: number) {
    this.#timer = setInterval(() => this.#measure(), periodMs).unref();
  }

  /** Before the first period has passed: since the start. */
  get percent(): number {
    if (this.#percent === 0) this.#measure();
    return this.#percent;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #measure(): void {
    const { user, system } = process.cpuUsage(this.#usage);
    const elapsed = (performance.now() - this.#at) * 1_000;
    if (elapsed <= 0) return;
    this.#percent = ((user + system) / elapsed) * 100;
    this.#usage = process.cpuUsage();
    this.#at = performance.now();
  }
}
