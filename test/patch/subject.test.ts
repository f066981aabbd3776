/** Subjects: tags as many write them, and what must not pass for one. */
import { readSubject } from '../../src/patch/subject.ts';

test.each<[string, number, string, string]>([
  ['[PATCH v2 3/5] x', 2, '3/5', 'x'],
  ['[PATCH v6,1/2] x', 6, '1/2', 'x'],
  ['[v2,1/2] x', 2, '1/2', 'x'],
  ['[RFC,net-next,v2,02/10] x', 2, '2/10', 'x'],
  ['[PATCH 1 of 2] x', 1, '1/2', 'x'],
  ['[PATCH 11 of 12 v3] x', 3, '11/12', 'x'],
  ['[PATCH [RFC] 1/2] x', 1, '1/2', 'x'],
  ['[RFC [PATCH v2] 1/2] [x] y', 2, '1/2', '[x] y'.slice(4)],
  ['[RFC PATCH net-next v3 02/10] x', 3, '2/10', 'x'],
  ['[PATCH 01/10 v2] x', 2, '1/10', 'x'],
  ['[PATCH v2 resend 3/5] x', 2, '3/5', 'x'],
  ['[PATCHv3 1/2]x', 3, '1/2', 'x'],
  ['[PATCH-v4 1/2] x', 4, '1/2', 'x'],
  ['[PATCH V2 1/2] x', 2, '1/2', 'x'],
  ['[patch 1/2] x', 1, '1/2', 'x'],
  ['[PATCH v2.1 1/2] x', 2, '1/2', 'x'],
  ['[RFCv2] x', 2, 'null/null', 'x'],
  ['[PATCH] [v2] [1/2] x', 2, '1/2', 'x'],
  ['[PATCH][2/3] x', 1, '2/3', 'x'],
  ['[list] [PATCH -next 2/3] x', 1, '2/3', 'x'],
  ['[PATCH (2/3)] x', 1, '2/3', 'x'],
  ['[PATCH 0/2] x', 1, '0/2', 'x'],
  ['[PATCH v1 1/2 x', 1, 'null/null', '[PATCH v1 1/2 x'],
  ['[PATCH] x 1/2', 1, 'null/null', 'x 1/2'],
  ['[PATCH] use 1 of 2 rings', 1, 'null/null', 'use 1 of 2 rings'],
])('%s', (subject, version, count, title) => {
  const read = readSubject(subject);
  expect([read.version, `${read.number}/${read.total}`, read.title]).toEqual([version, count, title]);
  expect(read.isReply).toBe(false);
});

test.each([
  'Re: x',
  'RE: [PATCH 1/2] x',
  '[list] Re: [PATCH] x',
  'AW: x',
  'Re[2]: x',
  '\u56de\u590d\uff1a[PATCH] x',
  'Fwd: Re: x',
])('%s is a reply', (subject) => expect(readSubject(subject)).toMatchObject({ isReply: true, title: 'x' }));

test.each([
  ['[PATCH] Re: x', 1, null],
  ['[PATCH 1/2] [PATCH 0/2] x', 1, 1],
  ['[PATCH] [0/2] x', 1, null],
  ['[v2,1/2] Re: x', 2, 1],
  ['[PATCH v2] [v1] x', 2, null],
  ['[PATCH] [PATCH v9 2/3] x', 1, null],
])('a title cannot say what a tag says: %s', (subject, version, number) => {
  expect(readSubject(subject)).toMatchObject({ isReply: false, version, number });
});
