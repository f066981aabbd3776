/**
 * Strangers at the webhook, in a thread of their own: for each load of `workerData.loads` so many connections, each of which sends a
 * body of the length `length` without a good signature, stops after `sent` bytes where that is less, and begins anew when its connection
 * ends. They come from `addresses` addresses; 0: from one, which is GitHub's too.
 */
import { connect } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

const { port, loads, addresses } = workerData;
const PIECE = Buffer.alloc(64 * 1024, 'x');
let connections = 0;

function attack({ length, sent }) {
  connections += 1;
  const socket = connect(port, '127.0.0.1');
  const lines = [
    'POST /api/github/webhooks HTTP/1.1',
    'host: app',
    'content-type: application/json',
    'x-github-event: push',
    'x-github-delivery: 72d3162e-cc78-11e3-81ab-4c9367dc0958',
    `x-hub-signature-256: sha256=${'0'.repeat(64)}`,
    `content-length: ${length}`,
    // as a proxy writes it
    ...(addresses > 0 ? [`x-forwarded-for: 198.51.${connections % addresses}.1`] : []),
  ];
  let left = Math.min(length, sent);
  const go = () => {
    while (left > 0) {
      const piece = PIECE.subarray(0, Math.min(left, PIECE.length));
      left -= piece.length;
      if (!socket.write(piece)) return;
    }
  };
  socket.on('drain', go).on('error', () => {});
  socket.once('close', () => setTimeout(() => attack({ length, sent }), 20));
  socket.resume();
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  go();
}

for (const { count, ...load } of loads) for (let index = 0; index < count; index += 1) attack(load);
parentPort.on('message', () => {
  parentPort.postMessage(connections);
  process.exit(0);
});
