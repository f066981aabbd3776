/** A short run of the fuzzer (bench/fuzz.ts): hostile inputs of each kind end in a value, and no account is broken. */
import { inputOf, KIND_NAMES, kindsWith, troubleOf } from '../support/fuzz/fuzz.ts';

const SEED = 20261129;
const INPUTS = 400;
const KINDS = kindsWith();

test.each(KIND_NAMES)('%s', async (name) => {
  for (let number = 0; number < INPUTS; number += 1) {
    const input = inputOf(KINDS, name, SEED, number);
    const trouble = await troubleOf(KINDS[name], input);
    expect({ number, trouble, input: trouble === null ? null : input }).toEqual({ number, trouble: null, input: null });
  }
});

test.each(KIND_NAMES)('%s: an input can be made again', (name) => {
  const made = [0, 1, 2].map((number) => JSON.stringify(inputOf(KINDS, name, SEED, number)));
  expect(made).toEqual([0, 1, 2].map((number) => JSON.stringify(inputOf(kindsWith(), name, SEED, number))));
  expect(new Set(made).size).toBe(3);
});
