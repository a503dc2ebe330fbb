/** Methods by path pattern of the running server: answers which methods a path has. */
export class RouteTable {
  private readonly routes: { readonly method: string; readonly form: RegExp }[] = [];

  add(method: string, pattern: string): void {
    const form = pattern
      .split('/')
      .map((part) => (part.startsWith(':') ? '[^/]+' : part === '*' ? '.*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
      .join('/');
    this.routes.push({ method, form: new RegExp(`^${form}/?$`) });
  }

  /** Upper-case methods of a path without query, sorted; empty for an unknown path. */
  methodsOf(path: string): readonly string[] {
    return [...new Set(this.routes.filter(({ form }) => form.test(path)).map(({ method }) => method))].sort();
  }
}
