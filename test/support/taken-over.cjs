/** What a process does that hostile text has taken over: it tries all that it should not be able to, and tells what came of it. */
const { readFileSync } = require('node:fs');
const { spawnSync } = require('node:child_process');
const { connect } = require('node:net');

function tried(act) {
  try {
    return act();
  } catch (error) {
    return error.code ?? error.message;
  }
}

function connected(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve('connected'));
    socket.on('error', (error) => resolve(error.code));
  });
}

let answered = () => {};

process.on('message', async (order) => {
  if (order.kind === 'answer') answered();
  if (order.kind !== 'task') return;
  const { secretFile, port, foreignKey } = order.task.settings;
  const told = {
    file: tried(() => readFileSync(secretFile, 'utf8')),
    environ: tried(() => (readFileSync(`/proc/${process.ppid}/environ`).length > 0 ? 'read' : 'empty')),
    child: tried(() => spawnSync('/bin/true').error?.code ?? 'started'),
    network: await connected(port),
    uid: process.getuid(),
    pid: process.pid,
  };
  // the answer comes when the write is done
  await new Promise((resolve) => {
    answered = resolve;
    process.send({ kind: 'ask', call: 1, question: { port: 'put', name: foreignKey, value: 'spoilt' } });
  });
  process.send({ kind: 'failed', words: JSON.stringify(told) });
});
process.on('disconnect', () => process.exit(0));
process.send({ kind: 'ready' });
