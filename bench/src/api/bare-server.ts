/** The least that Fastify and mongoose do for the same two routes: no sign-in, no rights, no checks, no limits, no record. */
import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import mongoose, { Schema } from 'mongoose';

const [uri] = process.argv.slice(2);
if (!uri) throw new Error('give the URI of the database');

const grant = new Schema({
  _id: String,
  site: String,
  user: String,
  latch: String,
  schedule: { type: String, default: null },
  remote: Boolean,
  notBefore: { type: Date, default: null },
  expiresAt: { type: Date, default: null },
  entriesLeft: { type: Number, default: null },
  createdAt: Date,
});
await mongoose.connect(uri, { writeConcern: { w: 'majority', journal: true } });
const grants = mongoose.model('grants', grant, 'grants');

const app = Fastify();
app.get<{ Params: { site: string }; Querystring: { limit: string } }>('/sites/:site/grants', ({ params, query }) =>
  grants.find({ site: params.site }).sort({ _id: 1 }).limit(Number(query.limit)).lean(),
);
app.post<{ Params: { site: string }; Body: Record<string, unknown> }>('/sites/:site/grants', ({ params, body }) =>
  grants.create({ ...body, _id: randomUUID(), site: params.site, createdAt: new Date() }),
);
await app.listen({ host: '127.0.0.1', port: 0 });
console.log(`listening ${(app.server.address() as { port: number }).port}`);
