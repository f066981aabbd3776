/** The image: what its file promises, and the health check as Docker would run it. scripts/image-steps.sh does the steps. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const STEPS = read('Dockerfile')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => !/^\s*(#|$)/.test(line))
  .map((line) => ({ keyword: line.split(' ')[0] ?? '', rest: line.slice(line.indexOf(' ') + 1) }));
const FINAL = STEPS.slice(STEPS.findLastIndex(({ keyword }) => keyword === 'FROM'));
const only = (keyword: string): string => {
  const found = FINAL.filter((step) => step.keyword === keyword);
  expect(found).toHaveLength(1);
  return found[0]?.rest ?? '';
};

test('the program is the first process, without a shell or npm between', () => {
  expect(JSON.parse(only('CMD'))).toEqual(['node', 'dist/main/cli.js', 'serve']);
  expect(FINAL.some(({ keyword }) => keyword === 'ENTRYPOINT')).toBe(false);
});

test('it does not run as root, and nothing is done after the user is set that needs root', () => {
  expect(only('USER')).toBe('node');
  const after = FINAL.slice(FINAL.findIndex(({ keyword }) => keyword === 'USER') + 1);
  expect(after.map(({ keyword }) => keyword)).toEqual(['EXPOSE', 'VOLUME', 'HEALTHCHECK', 'CMD']);
});

test('the last stage gets only what the build stage made, and installs nothing', () => {
  expect(FINAL.some(({ keyword }) => keyword === 'RUN' || keyword === 'ADD')).toBe(false);
  const copies = FINAL.filter(({ keyword }) => keyword === 'COPY').map(({ rest }) => rest);
  expect(copies.every((rest) => rest.startsWith('--from=build '))).toBe(true);
});

test('port, address and data folder are those that are declared', () => {
  const variables = Object.fromEntries(
    only('ENV')
      .split(' ')
      .map((pair) => pair.split('=')),
  );
  expect(variables).toEqual({ NODE_ENV: 'production', HOST: '0.0.0.0', PORT: '3000', KRA_DATA: '/data' });
  expect(only('EXPOSE')).toBe(variables['PORT']);
  expect(only('VOLUME')).toBe(variables['KRA_DATA']);
});

test('both stages stand on the same Node.js, whose compiled code the build keeps', () => {
  const bases = STEPS.filter(({ keyword }) => keyword === 'FROM').map(({ rest }) => rest.split(' ')[0]);
  expect(bases).toEqual(['node:24-bookworm-slim', 'node:24-bookworm-slim']);
});

test("the label's version is the package's", () => {
  const { version } = JSON.parse(read('package.json')) as { version: string };
  expect(only('LABEL')).toContain(`org.opencontainers.image.version="${version}"`);
});

test('only what is named gets into the context: no key, no .env, no local data', () => {
  const lines = read('.dockerignore')
    .split('\n')
    .filter((line) => !/^(#|$)/.test(line));
  expect(lines[0]).toBe('*');
  expect(lines.slice(1).filter((line) => !/^![A-Za-z.][\w./-]*$/.test(line))).toEqual([]);
  expect(lines.filter((line) => /env|pem|key|data|node_modules|\.git/.test(line))).toEqual([]);
});

describe('the health check', () => {
  let server: Server;
  let status = 200;
  const asked: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const check = (env: Record<string, string>): Promise<number | null> => {
    const [program = '', ...words] = JSON.parse(only('HEALTHCHECK').replace(/^.*? CMD /, '')) as string[];
    expect(program).toBe('node');
    const child = spawn(process.execPath, words, { env, stdio: 'ignore' });
    return new Promise((resolve) => child.on('exit', resolve));
  };
  const port = () => String((server.address() as AddressInfo).port);

  test('is 0 where /healthz answers well', async () => {
    status = 200;
    expect(await check({ PORT: port() })).toBe(0);
    expect(asked.at(-1)).toBe('/healthz');
  });

  test('asks the port of its own, where there is one', async () => {
    status = 200;
    expect(await check({ PORT: '1', KRA_ADMIN_PORT: port() })).toBe(0);
  });

  test('is 1 where it does not', async () => {
    status = 503;
    expect(await check({ PORT: port() })).toBe(1);
  });

  test('is 1 where nothing answers', async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    const { port: free } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    expect(await check({ PORT: String(free) })).toBe(1);
  });
});
