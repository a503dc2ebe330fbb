/** Something the person at the keyboard can put right. The message is one sentence that names the remedy; no stack is shown. */
export class Obstacle extends Error {
  override readonly name = 'Obstacle';
}
