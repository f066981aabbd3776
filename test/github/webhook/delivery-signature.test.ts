/** Signatures as GitHub makes them, and all others. */
import fc from 'fast-check';
import { Secret } from '../../../src/github/client/secret.ts';
import { isSigned } from '../../../src/github/webhook/delivery-signature.ts';
import { signatureOf } from '../front-support.ts';

const secret = new Secret('one');
const body = Buffer.from('{}');

test('the example of GitHub’s documentation', () => {
  // docs.github.com, "Validating webhook deliveries", "Testing the webhook payload validation"
  const documented = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
  const its = new Secret("It's a Secret to Everybody");
  expect(isSigned(Buffer.from('Hello, World!'), documented, [its])).toBe(true);
  expect(isSigned(Buffer.from('Hello, World?'), documented, [its])).toBe(false);
});

test('either of two secrets will do, in any place', () => {
  const other = new Secret('two');
  expect(isSigned(body, signatureOf(body, 'one'), [secret, other])).toBe(true);
  expect(isSigned(body, signatureOf(body, 'two'), [secret, other])).toBe(true);
  expect(isSigned(body, signatureOf(body, 'three'), [secret, other])).toBe(false);
  expect(isSigned(body, signatureOf(body, 'one'), [])).toBe(false);
});

test.each([
  ['nothing', ''],
  ['no algorithm', signatureOf(body, 'one').slice(7)],
  ['the old one', signatureOf(body, 'one').replace('sha256', 'sha1')],
  ['one digit less', signatureOf(body, 'one').slice(0, -1)],
  ['one digit more', `${signatureOf(body, 'one')}0`],
  ['a line break after it', `${signatureOf(body, 'one')}\n`],
  ['capitals', signatureOf(body, 'one').toUpperCase()],
  ['no digits', `sha256=${'g'.repeat(64)}`],
])('%s is no signature', (_, header) => {
  expect(isSigned(body, header, [secret])).toBe(false);
});

test('any text as a header is no signature and no exception', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (header) => !isSigned(body, header, [secret])));
});

test('any bytes are signed by their own signature, and not by that of others', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (one, other) => {
      const isSame = Buffer.compare(one, other) === 0;
      expect(isSigned(one, signatureOf(one, 'one'), [secret])).toBe(true);
      expect(isSigned(one, signatureOf(other, 'one'), [secret])).toBe(isSame);
    }),
  );
});
