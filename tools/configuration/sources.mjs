import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** A source file: its tree, its top-level constants by name, and what is written above the fields of its types. */
export const parseSource = (file) => {
  const tree = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2024, true);
  const constants = new Map();
  for (const statement of tree.statements.filter(ts.isVariableStatement)) {
    for (const { name, initializer } of statement.declarationList.declarations) constants.set(name.getText(), initializer);
  }
  const fields = new Map();
  everyNode(tree, (node) => {
    if (ts.isPropertySignature(node)) fields.set(node.name.getText(), docOf(node));
  });
  return { file, tree, constants, fields };
};

export const everyNode = (node, act) => {
  act(node);
  ts.forEachChild(node, (child) => everyNode(child, act));
};

const plain = (comment) => (ts.getTextOfJSDocComment(comment) ?? '').replace(/\s+/g, ' ').trim();

/** The comment right above a declaration, and its tags: `@refused`, `@roles`, `@secret`, `@takes`. Null where nothing is said. */
export const docOf = (node) => {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const comment = comments.at(-1);
  if (comment === undefined) return null;
  const tags = Object.fromEntries((comment.tags ?? []).map(({ tagName, comment: text }) => [tagName.text, plain(text)]));
  return { meaning: plain(comment.comment), tags };
};

/**
 * The doc of what a value is read into: of the nearest property or variable itself, else of the field of that name in the types of
 * `sources`, the first that knows it.
 */
export const docAround = (node, sources) => {
  for (let at = node; at !== undefined && !ts.isFunctionLike(at); at = at.parent) {
    const isNamed = ts.isPropertyAssignment(at) || ts.isVariableDeclaration(at) || ts.isBindingElement(at);
    if (!isNamed) continue;
    const own = docOf(ts.isVariableDeclaration(at) ? at.parent.parent : at);
    const name = at.name.getText();
    const doc = own ?? sources.map(({ fields }) => fields.get(name)).find((found) => found !== undefined && found !== null);
    if (doc !== undefined) return doc;
  }
  return null;
};

/** The value of an expression made of literals and of constants of `sources`; throws on anything else. */
export const valueOf = (node, sources) => {
  const inner = (each) => valueOf(each, sources);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return inner(node.expression);
  if (ts.isArrayLiteralExpression(node)) return node.elements.map(inner);
  if (ts.isObjectLiteralExpression(node))
    return Object.fromEntries(node.properties.map(({ name, initializer }) => [name.text, inner(initializer)]));
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AsteriskToken)
    return inner(node.left) * inner(node.right);
  const constant = ts.isIdentifier(node) && sources.map(({ constants }) => constants.get(node.text)).find((found) => found);
  if (constant) return inner(constant);
  throw new Error(`${node.getSourceFile().fileName}: "${node.getText()}" is no constant, so the reference cannot tell it`);
};
