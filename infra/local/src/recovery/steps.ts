/** Says each step of a recovery with its time, and all of them again at the end. */
export class Steps {
  private readonly done: { readonly title: string; readonly seconds: number }[] = [];
  private readonly begun = performance.now();

  constructor(private readonly say: (line: string) => void) {}

  /** Runs a step; a failing one is not counted. */
  async take<T>(title: string, act: () => Promise<T>): Promise<T> {
    this.say(`${title} …`);
    const begun = performance.now();
    const result = await act();
    const seconds = (performance.now() - begun) / 1_000;
    this.done.push({ title, seconds });
    this.say(`${title}: done (${seconds.toFixed(1)} s)`);
    return result;
  }

  /** For people, one line a step and the sum. */
  summary(): readonly string[] {
    const lines = this.done.map(({ title, seconds }) => `  ${seconds.toFixed(1).padStart(6)} s  ${title}`);
    return [...lines, `  ${((performance.now() - this.begun) / 1_000).toFixed(1).padStart(6)} s  in all`];
  }
}
