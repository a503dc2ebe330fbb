/** The server cannot be started as it was told to; the message is one sentence that names what to change. */
export class UnusableOptions extends Error {}
