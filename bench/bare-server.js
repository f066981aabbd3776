/** The least that a webhook could cost: a server of node:http that writes one row before it answers. Tells its parent the port. */
import { createServer } from 'node:http';
import Libsql from 'libsql';
import pg from 'pg';

const [kind, address] = process.argv.slice(2);

async function writer() {
  if (kind === 'embedded') {
    const database = new Libsql(address);
    database.exec(
      'pragma journal_mode = wal; pragma synchronous = full; create table rows (id text primary key, at int)',
    );
    const insert = database.prepare('insert into rows values (?, ?)');
    return async (id) => insert.run([id, Date.now()]);
  }
  const pool = new pg.Pool({ connectionString: address, max: 5 });
  await pool.query('create table rows (id text primary key, at bigint)');
  return (id) => pool.query('insert into rows values ($1, $2)', [id, Date.now()]);
}

const write = await writer();
const server = createServer((request, response) => {
  request.resume().once('end', async () => {
    await write(String(request.headers['x-github-delivery']));
    response.writeHead(202).end('accepted');
  });
});
server.listen(0, '127.0.0.1', () => process.send?.(server.address().port));
