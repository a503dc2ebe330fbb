import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { docsPage } from './docs-page.js';
import { PAGE_HEADERS } from './html.js';
import { statePage } from './state-page.js';

const view = {
  edgeUrl: 'http://localhost:8080',
  processes: [
    {
      name: 'gigs',
      title: 'gigs',
      phase: 'waiting',
      pid: null,
      port: 8082,
      restarts: 2,
      lastExit: 'signal <SIGKILL>',
      since: '',
    },
  ] as const,
  services: [{ service: 'gigs', version: '0.1.0', commit: 'abc', sandboxOffsetMs: '0', health: 'away' }] as const,
  lags: [{ service: 'gigs', metric: 'projection_lag_events', labels: 'my-gigs', value: 3 }],
  folders: { data: 'd', logs: 'l', outbox: 'o' },
};

const styleHashOf = (html: string): string => {
  const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
  return createHash('sha256').update(style).digest('base64');
};

describe('the pages of the edge', () => {
  it('show state and lag, and escape what others wrote', () => {
    const html = statePage(view);
    expect(html).toContain('my-gigs');
    expect(html).toContain('not everything is ready');
    expect(html).toContain('signal &lt;SIGKILL&gt;');
    expect(html).not.toContain('<SIGKILL>');
  });

  it('list operations with who is allowed, and refer to no other address', () => {
    const document = {
      tags: [{ name: 'gigs', description: 'Gigs <and> briefs' }],
      paths: {
        '/gigs/briefs': {
          post: {
            tags: ['gigs'],
            summary: 'Publish',
            'x-guildhall-allow': ['client'],
            responses: { 201: { description: 'made' } },
          },
        },
      },
    };
    const html = docsPage(document, ['identity']);
    expect(html).toContain('/gigs/briefs');
    expect(html).toContain('<code>client</code>');
    expect(html).toContain('Not answering at the moment: identity');
    expect(html).not.toMatch(/(src|href)="https?:/);
    expect(html).not.toContain('<script');
  });

  it('carry a policy that allows their own style and nothing else', () => {
    const policy = PAGE_HEADERS['content-security-policy'];
    expect(policy).toContain(`'sha256-${styleHashOf(statePage(view))}'`);
    expect(policy).toContain(`'sha256-${styleHashOf(docsPage({}, []))}'`);
    expect(policy).toContain("default-src 'none'");
  });
});
