const text = { type: 'string' };
const written = (fields: Readonly<Record<string, object>> = {}) => ({
  type: 'object',
  properties: { position: text, revision: text, ...fields },
  required: ['position', 'revision', ...Object.keys(fields)],
});
const object = (properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});

/** What the sample's operations answer; those of services are made by `npm run answers`. */
export const noteAnswers: Readonly<Record<string, object | null>> = {
  'notes.write': written({ noteId: text }),
  'notes.amend': written(),
  'notes.end': written(),
  'notes.list': { type: 'array', items: object({ _id: text, ownerPartyId: text, text, echoes: { type: 'integer' } }) },
  'notes.burn': object({ by: text }),
  'notes.board': object({ actor: text }),
  'notes.broken': null,
};
