/** Something the person at the keyboard can put right: one sentence that names the remedy, shown without a stack. */
export class Obstacle extends Error {}
