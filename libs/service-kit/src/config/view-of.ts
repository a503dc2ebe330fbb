/**
 * Reads like the object that `newest` answers, field by field at the moment when it is read: for clients that are made once and ask for
 * their settings with every use. The fields are those of now.
 */
export const viewOf = <C extends object>(newest: () => C): C => {
  const fields = Object.keys(newest()) as (keyof C & string)[];
  const views = fields.map((field) => [field, { enumerable: true, get: () => newest()[field] }] as const);
  return Object.defineProperties({}, Object.fromEntries(views)) as C;
};
