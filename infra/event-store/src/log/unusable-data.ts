/** The folder cannot serve as a log; the message is one sentence with the remedy. */
export class UnusableData extends Error {}
