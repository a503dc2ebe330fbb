/** A tool's program, or the reason why a check without it is skipped. */
export declare const findTool: (name: string) => Readonly<{ path: string; missing?: never } | { path?: never; missing: string }>;
