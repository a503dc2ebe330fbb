import ts from 'typescript';
import { valueOf } from './sources.mjs';

const MIDDLE = { BYTES: ' bytes', MS: ' ms', SECONDS: ' s' };

/** What a reader of the option table takes: an identifier or a call of one. */
const takesOf = (node, sources) => {
  const [name, args] = ts.isCallExpression(node) ? [node.expression.text, node.arguments] : [node.text, []];
  const values = args.map((arg) => valueOf(arg, sources));
  const kinds = {
    text: () => values[0].toLowerCase(),
    toggle: () => '`true`, `false`',
    port: () => 'port, 0 to 65535',
    duration: () => 'duration: `90s`, `30m`, `24h`',
    choice: () => values.map((value) => `\`${value}\``).join(', '),
    number: () => `whole number, ${values[1]} to ${values[2]}${MIDDLE[values[0]]}`,
  };
  const kind = kinds[name];
  if (kind === undefined) throw new Error(`the reference does not know what the reader "${name}" of the event store takes`);
  return kind();
};

/** Options of the embedded event store, out of its table. */
export const eventStoreVariables = (source) => {
  const sources = [source];
  const table = source.constants.get('OPTIONS');
  const rows = ts.isSatisfiesExpression(table) ? table.expression.expression.properties : table.properties;
  return rows.map(
    ({
      initializer: {
        arguments: [row],
      },
    }) => {
      const cells = new Map(row.properties.map(({ name, initializer }) => [name.text, initializer]));
      const told = (cell) => (cells.has(cell) ? valueOf(cells.get(cell), sources) : undefined);
      const secret = told('secret') === true;
      return {
        variable: told('variable'),
        takes: takesOf(cells.get('reader'), sources),
        fallback: told('fallback')?.toString() ?? null,
        secret,
        meaning: told('description'),
      };
    },
  );
};
