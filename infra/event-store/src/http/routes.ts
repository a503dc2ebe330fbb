import { HttpFault, type Answer } from './answer.js';
import type { HttpRequest } from './http-request.js';

/** The parts of the path that stand for a name, decoded; one that the route does not have is the empty text. */
export type Names = (name: string) => string;

export type Route = Readonly<{
  method: 'GET' | 'POST';
  /** Segments; one that begins with a colon stands for any name: `/streams/:stream/:revision`. */
  path: string;
  handle: (request: HttpRequest, name: Names) => Answer | Promise<Answer>;
}>;

/** The route of a request. Fails with `HttpFault`: 404 for an unknown path, 405 where only the method is unknown. */
export function routeOf(routes: readonly Route[], method: string, pathname: string): { route: Route; name: Names } {
  const segments = segmentsOf(pathname);
  const fitting = routes.flatMap((route) => {
    const names = namesOf(route.path, segments);
    return names ? [{ route, name: (each: string): string => names.get(each) ?? '' }] : [];
  });
  const asked = method === 'HEAD' ? 'GET' : method;
  const found = fitting.find(({ route }) => route.method === asked);
  if (found) return found;
  if (fitting.length === 0) throw new HttpFault(404, 'There is nothing at this address.');
  throw new HttpFault(405, 'This address does not take this method.', {
    allow: [...new Set(fitting.map(({ route }) => route.method))].join(', '),
  });
}

function segmentsOf(pathname: string): readonly string[] {
  try {
    return pathname.replace(/\/$/, '').split('/').map(decodeURIComponent);
  } catch (error) {
    if (error instanceof URIError) throw new HttpFault(400, 'The path is not encoded as an address.');
    throw error;
  }
}

function namesOf(path: string, segments: readonly string[]): ReadonlyMap<string, string> | undefined {
  const wanted = path.replace(/\/$/, '').split('/');
  if (wanted.length !== segments.length) return undefined;
  const names = new Map<string, string>();
  for (const [index, each] of wanted.entries()) {
    const segment = segments[index] ?? '';
    if (!each.startsWith(':')) {
      if (each !== segment) return undefined;
    } else if (segment === '') return undefined;
    else names.set(each.slice(1), segment);
  }
  return names;
}
