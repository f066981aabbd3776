/** Pull requests as people name them. */
import { pullRequestAddress } from '../../src/github/forge/pull-request-address.ts';
import { isFailure } from '../../src/text/failure.ts';

test.each([
  ['Rust-for-Linux/linux#12', 'github.com', 'https://api.github.com'],
  ['https://github.com/Rust-for-Linux/linux/pull/12', 'github.com', 'https://api.github.com'],
  ['https://github.com/Rust-for-Linux/linux/pull/12/files#diff-1', 'github.com', 'https://api.github.com'],
  ['https://GitHub.com/Rust-for-Linux/linux/pull/12?x=1', 'github.com', 'https://api.github.com'],
  [
    'https://git.corp.example:8443/Rust-for-Linux/linux/pull/12',
    'git.corp.example:8443',
    'https://git.corp.example:8443/api/v3',
  ],
  ['https://corp.ghe.com/Rust-for-Linux/linux/pull/12', 'corp.ghe.com', 'https://api.corp.ghe.com'],
  ['http://127.0.0.1:4000/Rust-for-Linux/linux/pull/12', '127.0.0.1:4000', 'http://127.0.0.1:4000/api/v3'],
])('%s', (text, host, api) => {
  expect(pullRequestAddress(text)).toEqual({ owner: 'Rust-for-Linux', name: 'linux', number: 12, host, api });
});

test('the short form on another host', () => {
  expect(pullRequestAddress('o/r#3', 'git.example')).toMatchObject({
    host: 'git.example',
    api: 'https://git.example/api/v3',
  });
});

test.each([
  [''],
  ['linux#12'],
  ['o/r'],
  ['o/r#0'],
  ['o/r#x'],
  ['o/r#12345678901'],
  ['../r#1'],
  ['o/..#1'],
  ['a/b/c#1'],
  ['https://github.com/o/r/issues/1'],
  ['https://github.com/o/r/pull/'],
  ['https://github.com/o/../pull/1'],
  ['https://user:secret@github.com/o/r/pull/1'],
  ['http://github.com/o/r/pull/1'],
  ['http://127.0.0.1.example/o/r/pull/1'],
  ['file:///o/r/pull/1'],
  ['https://github.com/o/r%2f/pull/1'],
  ['main..topic'],
])('%s is none', (text) => {
  const found = pullRequestAddress(text);
  expect(isFailure(found)).toBe(true);
  expect(JSON.stringify(found)).not.toContain('secret');
});
