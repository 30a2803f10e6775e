import { readdirSync, readFileSync } from 'node:fs';
import { delayRules, keepRules } from '../../../domain/cleanup/rules.ts';
import { keptBy, orphan } from './orphan.ts';

test('every rule has a name of its own, a number of the reference, and a text for people', () => {
  const rules = [...keepRules, ...delayRules];
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  for (const { number, text } of rules) {
    expect(number).toBeGreaterThanOrEqual(1);
    expect(number).toBeLessThanOrEqual(33);
    expect(text).toMatch(/^[A-Z].{20,}\.$/);
  }
});

test('every rule that keeps is named by a test', () => {
  const tests = readdirSync(__dirname)
    .filter((name) => /^rules-.*\.test\.ts$/.test(name))
    .map((name) => readFileSync(`${__dirname}/${name}`, 'utf8'))
    .join('');
  expect(keepRules.filter(({ name }) => !tests.includes(`'${name}'`)).map(({ name }) => name)).toEqual([]);
});

test('all rules that apply are said, not only the first', () => {
  const eni = orphan('eni-1', {
    status: 'in-use',
    interfaceType: 'lambda',
    requesterManaged: true,
    tags: { 'eni-warden:group': 'db', 'eni-warden:hold': 'patching' },
  });
  expect(keptBy(eni)).toEqual(['in-use', 'interface-type', 'requester-managed', 'protected', 'held']);
});
