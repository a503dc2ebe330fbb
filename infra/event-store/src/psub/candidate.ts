/** A consumer as a strategy sees it. */
export interface Candidate {
  readonly id: number;
  /** Messages that it would take now. */
  readonly room: number;
}
