import { AppError } from '@smart-latch/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { asAppError, PROBLEMS, sendProblem } from '../../problems.ts';

const POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A person who comes back from an issuer reads what went wrong and where to go on; a program gets the problem. */
export const sendFailurePage =
  (publicUrl: string) =>
  (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const known = asAppError(error);
    if (!known || !/\btext\/html\b/i.test(request.headers.accept ?? '')) return sendProblem(error, request, reply);
    // What Fastify says could repeat what was sent: only our own sentences are shown.
    const message = error instanceof AppError ? error.message : PROBLEMS[known.code].title;
    reply.header('content-security-policy', POLICY).header('cache-control', 'no-store');
    return reply
      .code(PROBLEMS[known.code].status)
      .type('text/html; charset=utf-8')
      .serializer((page: string) => page)
      .send(pageOf(message, publicUrl));
  };

const pageOf = (message: string, publicUrl: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>You are not signed in</title>
<h1>You are not signed in</h1>
<p>${escaped(sentence(message))}</p>
<p><a href="${escaped(publicUrl)}/">Back to Smart Latch</a></p>
</html>
`;

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (one) => ENTITIES[one] ?? '');
