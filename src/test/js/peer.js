// A plugin and a chat backend in another language, with nothing of Snowbird but the .proto files:
//   node peer.js HOST:PORT TOKEN PROTO_FOLDER
// Prints "ok" when everything was as the protocol says; otherwise it ends with an error.
'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const PATIENCE_MS = 20_000;
const [address, token, protoFolder] = process.argv.slice(2);

const { seabird } = grpc.loadPackageDefinition(loader.loadSync(
  ['seabird.proto', 'seabird_chat_ingest.proto'].map((file) => path.join(protoFolder, file)),
  { includeDirs: [protoFolder], keepCase: true, oneofs: true }));

const headers = new grpc.Metadata();
headers.set('authorization', `Bearer ${token}`);
const plaintext = grpc.credentials.createInsecure();
const plugins = new seabird.Seabird(address, plaintext);
const backends = new seabird.ChatIngest(address, plaintext);

/** Calls a unary RPC. */
function call(method, request) {
  return new Promise((resolve, reject) => {
    plugins[method](request, headers, { deadline: Date.now() + PATIENCE_MS },
      (error, response) => (error ? reject(error) : resolve(response)));
  });
}

/** The next message of a stream. */
async function next(stream) {
  const [message] = await once(stream, 'data', { signal: AbortSignal.timeout(PATIENCE_MS) });
  return message;
}

async function main() {
  const backend = backends.ingestEvents(headers);
  await once(backend, 'metadata');
  backend.write({ hello: { backend_info: { type: 'node', id: 'my-net' } } });
  for (let listed = []; listed.length === 0;) {
    ({ backends: listed = [] } = await call('listBackends', {}));
  }

  const plugin = plugins.streamEvents({ commands: { weather: { name: 'weather', short_help: 'Tells it' } } }, headers);
  await once(plugin, 'metadata');

  let event = next(plugin);
  backend.write({ command: { source: { channel_id: '#chan' }, command: 'weather', arg: 'Uppsala' } });
  assert.equal((await event).command.arg, 'Uppsala');
  assert.equal((await event).command.source.channel_id, 'node://my%2Dnet/%23chan');

  event = next(plugin);
  const request = next(backend);
  const sent = call('sendMessage', { channel_id: 'node://my-net/#chan', text: 'Snow' });
  assert.equal((await event).send_message.text, 'Snow');
  assert.equal((await event).tags['core/original-format'], 'text');
  assert.equal((await request).send_message.channel_id, '#chan');
  assert.equal((await request).send_message.root_block.plain, 'Snow');
  backend.write({ id: (await request).id, success: {} });
  await sent;

  await assert.rejects(call('sendMessage', { channel_id: 'node://nowhere/#chan', text: '?' }),
    { code: grpc.status.NOT_FOUND, details: 'unknown backend' });
}

main().then(() => {
  console.log('ok');
  process.exit(0);
}, (error) => {
  console.error(error);
  process.exit(1);
});
