const cell = (text) => text.replaceAll('|', '\\|');

/** Rows of the values table: every key that can be set by itself, in the order of the file. */
export const valuesTable = (entries) => {
  const rows = leavesOf(entries).map(
    ({ path, value, description }) => `| \`${path.join('.')}\` | \`${cell(JSON.stringify(value))}\` | ${cell(description)} |`,
  );
  return ['| Key | Default | Meaning |', '|---|---|---|', ...rows].join('\n');
};

const leavesOf = (entries) => entries.flatMap((entry) => (entry.children.length > 0 ? leavesOf(entry.children) : [entry]));

/** Rows of "who talks to whom", from deploy/edges.yaml. */
export const edgesTable = (edges) => {
  const all = (names, word) => (names === undefined ? `all ${word}` : names.join(', '));
  const rows = edges.map(
    ({ to, services, roles, why }) => `| ${all(services, 'services')} | ${all(roles, 'roles')} | \`externals.${to}\` | ${why} |`,
  );
  return ['| Services | Roles | To | Why |', '|---|---|---|---|', ...rows].join('\n');
};

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->`. */
export const filledIn = (text, name, content) => {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the page has no place for ${name}`);
  return `${text.slice(0, from + begin.length)}\n${content}\n${text.slice(to)}`;
};
