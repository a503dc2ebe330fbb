/**
 * Codes that each operation names in OpenAPI, and those answered without being named: a document that promises less than the service
 * does. A service's specs assert that `undeclared` stays empty.
 */
export class DeclaredErrors {
  private readonly byUseCase = new Map<string, ReadonlySet<string>>();
  private readonly found = new Set<string>();

  declare(useCase: string, codes: Iterable<string>): void {
    this.byUseCase.set(useCase, new Set(codes));
  }

  /** Notes an answered code; answers whether the operation names it. Unknown operations (404 of no route) name everything. */
  answered(useCase: string, code: string): 'declared' | 'undeclared' {
    const declared = this.byUseCase.get(useCase);
    if (!declared || declared.has(code)) return 'declared';
    this.found.add(`${useCase}: ${code}`);
    return 'undeclared';
  }

  /** `<use case>: <code>` of each, sorted. */
  get undeclared(): readonly string[] {
    return [...this.found].sort();
  }
}
