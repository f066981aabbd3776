/** A command is carried out once, whatever becomes of its reply and its reactions. */

import type { AppServices } from '../../../src/app/context.ts';
import { answerCommand, type CommentEvent, giveUpCommand } from '../../../src/app/handlers/answer-command.ts';
import { Unheard } from '../../../src/app/limits/too-much.ts';
import { type Forge, ForgeError } from '../../../src/app/ports/forge.ts';
import type { PullRequestState } from '../../../src/app/records/pull-request-records.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../src/config/settings.ts';
import {
  forgeWith,
  NO_LIMITS,
  NOW,
  PULL_REQUEST,
  personRecordsOf,
  REPOSITORY,
  recordsOf,
  spend,
  storeOfEachTest,
} from '../kept-support.ts';

const store = storeOfEachTest();
const EVENT: CommentEvent = {
  kind: 'comment',
  repository: REPOSITORY,
  number: 1,
  comment: 21,
  body: '/audit accept 0123456789ab it is known',
  sender: 'max',
  author: 'ada',
};

/** The troubles that replies and reactions meet, one each time; then none. */
function servicesWith(
  troubles: { readonly replies?: ForgeError[]; readonly reactions?: ForgeError[] },
  accept: Settings['accept'] = 'not-the-author',
) {
  const said: string[] = [];
  const reactions: string[] = [];
  const forge: Partial<Forge> = {
    ...forgeWith({}, { max: 'write', ada: 'write', ADA: 'write' }),
    pullRequest: async () => PULL_REQUEST,
    commentsOf: async () => [],
    outputOf: async () => null,
    comment: async (_, body) => {
      const trouble = troubles.replies?.shift();
      if (trouble !== undefined) throw trouble;
      said.push(body);
      return { id: 1, body };
    },
    react: async (_, reaction) => {
      const trouble = troubles.reactions?.shift();
      if (trouble !== undefined) throw trouble;
      reactions.push(reaction);
    },
  };
  const services: Partial<AppServices> = {
    store: store(),
    limits: NO_LIMITS,
    clock: { now: () => NOW, sleep: async () => {}, timeout: AbortSignal.timeout },
    forges: { of: async () => forge as Forge },
    settingsFor: async () => ({ settings: { ...DEFAULT_SETTINGS, accept }, headMistakes: null, trouble: null }),
  };
  return { services: services as AppServices, said, reactions };
}

beforeEach(async () => {
  const finding = { fingerprint: '0123456789ab', rule: 'undocumented-unsafe', path: 'a.rs', line: 1, frame: '' };
  const state: Partial<PullRequestState> = { head: PULL_REQUEST.head, findings: [finding] };
  await recordsOf(store()).state.remember(state as PullRequestState);
});

const records = () => store().records(REPOSITORY.id, 1);
const LATER = () => new ForgeError('later', 'away', NOW, 502);
const LOCKED = () => new ForgeError('refused', 'GitHub answered: issue is locked', null, 403);

test('only the reply fails: the next try gives it, and nothing is recorded again', async () => {
  const { services, said, reactions } = servicesWith({ replies: [LATER()] });
  await expect(answerCommand(EVENT, services)).rejects.toThrow('away');
  await answerCommand(EVENT, services);
  await answerCommand(EVENT, services);
  expect(await records()).toHaveLength(1);
  expect(said).toHaveLength(1);
  expect(reactions.filter((each) => each === 'eyes')).toHaveLength(1);
});

test.each([LATER, LOCKED])('the reaction that it was seen fails: it is carried out (%p)', async (trouble) => {
  const { services, reactions } = servicesWith({ reactions: [trouble()] });
  await answerCommand(EVENT, services);
  expect(await records()).toHaveLength(1);
  expect(reactions).toEqual(['rocket']);
});

test('the conversation is locked: it is carried out, without a reply', async () => {
  const { services, said, reactions } = servicesWith({ replies: [LOCKED()] });
  await answerCommand(EVENT, services);
  expect(await records()).toHaveLength(1);
  expect([said, reactions]).toEqual([[], ['eyes', 'rocket']]);
});

test.each(['ada', 'ADA'])('%s, who opened the pull request, cannot accept its findings', async (sender) => {
  const { services, said, reactions } = servicesWith({});
  await answerCommand({ ...EVENT, sender }, services);
  expect(await records()).toEqual([]);
  expect(said).toEqual([expect.stringContaining('its author cannot accept findings here')]);
  expect(reactions).toEqual(['eyes', '-1']);
});

test('the settings let everybody who may write accept; it is recorded with the role', async () => {
  const { services } = servicesWith({}, 'anyone-with-write');
  await answerCommand({ ...EVENT, sender: 'ada' }, services);
  expect(await records()).toMatchObject([{ actor: 'ada', detail: { role: 'write', fingerprint: '0123456789ab' } }]);
});

test('given up only for its reply: nobody reads that it failed', async () => {
  const { services, said } = servicesWith({ replies: [LATER()] });
  await expect(answerCommand(EVENT, services)).rejects.toThrow('away');
  await giveUpCommand(EVENT, 'e-1', services);
  expect(said).toEqual([]);
});

describe('commands without end', () => {
  const by = (sender: string, comment: number, body = '/audit pause'): CommentEvent => ({
    ...EVENT,
    sender,
    comment,
    body,
  });

  test('after five that were not permitted, nothing is asked or written; the fifth answer says so, and one record', async () => {
    const { services, said, reactions } = servicesWith({});
    const asked: string[] = [];
    const forge = await services.forges.of(REPOSITORY);
    const roleOf = async (person: string) => {
      asked.push(person);
      return forge.roleOf(person);
    };
    let forges = 0;
    const counting = {
      of: async () => {
        forges += 1;
        return { ...forge, roleOf };
      },
    };
    const all: AppServices = { ...services, forges: counting };
    for (let comment = 1; comment <= 5; comment += 1) await answerCommand(by('rea', comment), all);
    expect(said.map((body) => body.includes('Your further commands are ignored'))).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
    const before = [said.length, reactions.length];
    for (let comment = 6; comment <= 30; comment += 1)
      await expect(answerCommand(by('REA', comment, '/audit help'), all)).rejects.toThrow(Unheard);
    expect([said.length, reactions.length]).toEqual(before);
    // only whether the role was granted meanwhile
    expect(asked).toHaveLength(6);
    expect(forges).toBeLessThanOrEqual(30);
    expect((await records()).map(({ what, actor }) => [what, actor])).toEqual([['commands ignored', 'REA']]);
    // others are heard
    await answerCommand(by('bob', 40, '/audit help'), all);
    await answerCommand(by('max', 41, '/audit pause'), all);
    expect(reactions.slice(-1)).toEqual(['rocket']);
  });

  test('a role that was granted meanwhile counts at once after ten minutes', async () => {
    const roles: Record<string, 'read' | 'write'> = { rea: 'read' };
    const { services, said } = servicesWith({});
    let now = NOW;
    const forge: Forge = { ...(await services.forges.of(REPOSITORY)), roleOf: async (who) => roles[who] ?? 'none' };
    const all: AppServices = {
      ...services,
      clock: { now: () => now, sleep: async () => {}, timeout: AbortSignal.timeout },
      forges: { of: async () => forge },
    };
    for (let comment = 1; comment <= 5; comment += 1) await answerCommand(by('rea', comment), all);
    await expect(answerCommand(by('rea', 6), all)).rejects.toThrow(Unheard);
    roles['rea'] = 'write';
    await expect(answerCommand(by('rea', 7), all)).rejects.toThrow(Unheard);
    now += 600_000;
    await answerCommand({ ...by('rea', 8), number: 2 }, all);
    expect(said.at(-1)).toContain('paused the audits');
    roles['rea'] = 'read';
    await expect(answerCommand(by('rea', 9), all)).rejects.toThrow(Unheard);
    now += 3_600_000;
    await answerCommand({ ...by('rea', 10), number: 3 }, all);
    expect(said.at(-1)).toContain('Nothing was done.');
  });

  test('commands that all may give have an end too; those of a person who may write have none', async () => {
    const { services, reactions } = servicesWith({});
    for (let comment = 1; comment <= 60; comment += 1) await answerCommand(by('rea', comment, '/audit help'), services);
    await expect(answerCommand(by('rea', 61, '/audit help'), services)).rejects.toThrow(Unheard);
    for (let comment = 100; comment <= 170; comment += 1)
      await answerCommand(by('max', comment, '/audit help'), services);
    expect(reactions.filter((each) => each === 'rocket')).toHaveLength(131);
  });

  test('a person whose calls of the hour are used up is not heard either', async () => {
    const { services } = servicesWith({});
    const all: AppServices = { ...services, limits: { ...NO_LIMITS, perAuthor: 100 } };
    await spend(personRecordsOf(store(), 'rea').calls, 100);
    await expect(answerCommand(by('rea', 1, '/audit help'), all)).rejects.toThrow(Unheard);
    await expect(answerCommand(by('max', 2, '/audit help'), all)).resolves.toBeUndefined();
  });
});
