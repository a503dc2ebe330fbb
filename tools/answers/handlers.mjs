import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useCaseOf } from '../../libs/service-kit/src/http/kebab.ts';

const ROUTES = new Set(['Get', 'Post', 'Put', 'Patch', 'Delete']);

const decoratorsOf = (ts, node) =>
  (ts.getDecorators(node) ?? []).map(({ expression }) =>
    ts.isCallExpression(expression) ? expression.expression.getText() : expression.getText(),
  );

const handlersIn = (ts, file) => {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2024, true);
  const controllers = source.statements.filter(
    (statement) => ts.isClassDeclaration(statement) && decoratorsOf(ts, statement).includes('Controller'),
  );
  return controllers.flatMap((controller) => {
    const methods = controller.members.filter(
      (member) => ts.isMethodDeclaration(member) && decoratorsOf(ts, member).some((name) => ROUTES.has(name)),
    );
    return methods.map((method) => {
      const [className, methodName] = [controller.name.text, method.name.getText()];
      return { file, className, methodName, useCase: useCaseOf(className, methodName) };
    });
  });
};

/** HTTP handlers of a workspace's sources, by use case. Samples for specs are none of its interface. */
export const handlersOf = (ts, folder) => {
  const files = readdirSync(join(folder, 'src'), { recursive: true })
    .filter((name) => /controllers?\.ts$/.test(name) && !name.startsWith('testing'))
    .map((name) => join(folder, 'src', name));
  const handlers = files.flatMap((file) => handlersIn(ts, file));
  return handlers.sort((left, right) => (left.useCase < right.useCase ? -1 : 1));
};
