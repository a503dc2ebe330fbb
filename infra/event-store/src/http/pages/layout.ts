import type { Answer } from '../answer.js';
import { html, type Html } from './html.js';

/** Nothing but our own style sheet and forms: what an event holds cannot run or load anything. */
const POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** A whole page. */
export function page(title: string, content: Html, status = 200): Answer {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title} · Event store</title>
        <link rel="stylesheet" href="/web/style.css" />
      </head>
      <body>
        <header>
          <nav aria-label="Pages"><a href="/web">Streams</a> <a href="/web/subscriptions">Subscriptions</a></nav>
          <form action="/web/open" method="get" role="search">
            <label>Stream <input name="stream" required autocomplete="off" /></label>
            <button>Open</button>
          </form>
        </header>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`;
  return { status, contentType: 'text/html; charset=utf-8', headers: { 'content-security-policy': POLICY }, body: document.text };
}

export const styleSheet: Answer = {
  status: 200,
  contentType: 'text/css; charset=utf-8',
  body: `:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 72rem; padding: 0 1rem 3rem; }
header { display: flex; flex-wrap: wrap; gap: 1rem; justify-content: space-between; padding: 1rem 0; border-bottom: 1px solid; }
nav a { margin-right: 1rem; }
h1 { font-size: 1.4rem; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.3rem 0.6rem; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); overflow-wrap: anywhere; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
pre { overflow: auto; padding: 1rem; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
dt { font-weight: 600; }
`,
};
