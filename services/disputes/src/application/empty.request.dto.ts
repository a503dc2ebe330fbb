/** A body without fields: `{}`. */
export class EmptyRequest {}
