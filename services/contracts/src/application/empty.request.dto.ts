/** A command that needs no more than its path; fields that a client sends all the same are refused. */
export class EmptyRequest {}
