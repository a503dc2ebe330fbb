import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SandboxError } from '../domain/sandbox-error.js';
import type { SandboxStore } from '../store/sandbox-store.js';

const losses = new WeakMap<FastifyRequest, 'answer'>();

/** Whether a fault asked that the answer to this request is lost after it succeeded. */
export const lossOf = (request: FastifyRequest): 'answer' | undefined => losses.get(request);

/** Ends the request as a cut line does: no status, no body. */
export function dropConnection(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}

/** Carries out the fault that was asked for the next request of this path; control routes are never hit. */
export function injectRequestFaults(app: FastifyInstance, store: SandboxStore): void {
  app.addHook('onRequest', (request, reply, done) => {
    const template = (request.routeOptions.url ?? '').replaceAll(/:(\w+)/g, '{$1}');
    const path = request.url.split('?')[0] ?? request.url;
    const kind = store.transaction(() => store.faults.takeRequest(request.method, path, template));
    switch (kind) {
      case undefined:
        return done();
      case 'timeout_after_success':
        losses.set(request, 'answer');
        return done();
      case '500':
        return done(new SandboxError('SANDBOX.FAULT_INJECTED', 'This failure was asked for; nothing was done'));
      case 'break':
        dropConnection(request, reply);
    }
  });
}
