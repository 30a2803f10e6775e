import {
  type CleanupPolicy,
  cleanupPolicy,
  defaultCleanupPolicy,
} from '../../../domain/cleanup/cleanup-policy.ts';
import { days, hours } from './orphan.ts';

const allowed: readonly Partial<CleanupPolicy>[] = [
  { mode: 'observe' },
  { mode: 'quarantine' },
  { mode: 'delete' },
  { graceMs: days(1) },
  { graceMs: days(365) },
  { deletionsMax: 0 },
  { deletionsMax: 1_000 },
  { accountShareMax: 0, vpcShareMax: 0 },
  { accountShareMax: 1, vpcShareMax: 1 },
  { vpcDueMin: 1, racesMax: 1 },
  { racesMax: 1_000 },
  { interfaceTypes: new Set(['interface', 'efa', 'efa-only']) },
  { window: { weekdays: new Set([0, 6]), fromMs: 0, toMs: days(1) } },
];

test.each(allowed)('A cleanup policy may have %j', (differences) => {
  expect(cleanupPolicy(differences)).toEqual({ ...defaultCleanupPolicy, ...differences });
});

const window = { weekdays: new Set([1]), fromMs: hours(1), toMs: hours(2) };
const windowed = 'window has weekdays 0 to 6 and begins before it ends';
const refused: readonly (readonly [string, object])[] = [
  ['mode is observe, quarantine or delete', { mode: 'destroy' }],
  ['graceMs is 24 hours to 365 days', { graceMs: days(1) - 1 }],
  ['graceMs is 24 hours to 365 days', { graceMs: days(365) + 1 }],
  ['graceMs is 24 hours to 365 days', { graceMs: Number.NaN }],
  ['deletionsMax is 0 to 1,000', { deletionsMax: -1 }],
  ['deletionsMax is 0 to 1,000', { deletionsMax: 1_001 }],
  ['deletionsMax is 0 to 1,000', { deletionsMax: 1.5 }],
  ['accountShareMax is 0 to 1', { accountShareMax: 1.1 }],
  ['accountShareMax is 0 to 1', { accountShareMax: -0.1 }],
  ['vpcShareMax is 0 to 1', { vpcShareMax: 1.1 }],
  ['vpcDueMin is 1 or more', { vpcDueMin: 0 }],
  ['racesMax is 1 to 1,000', { racesMax: 0 }],
  ['racesMax is 1 to 1,000', { racesMax: 1_001 }],
  ['interfaceTypes are interface, efa, efa-only', { interfaceTypes: new Set(['interface', 'trunk']) }],
  [windowed, { window: { ...window, weekdays: new Set() } }],
  [windowed, { window: { ...window, weekdays: new Set([1, 7]) } }],
  [windowed, { window: { ...window, weekdays: new Set([-1]) } }],
  [windowed, { window: { ...window, fromMs: -1 } }],
  [windowed, { window: { ...window, toMs: days(1) + 1 } }],
  [windowed, { window: { ...window, toMs: window.fromMs } }],
];

test.each(refused)('A cleanup policy is refused: %s (%j)', (problem, differences) => {
  expect(() => cleanupPolicy(differences)).toThrow(
    new RangeError(`the cleanup policy is not safe: ${problem}`),
  );
});

test('A cleanup policy that is wrong in two ways is told both', () => {
  expect(() => cleanupPolicy({ vpcDueMin: 0, racesMax: 0 })).toThrow(
    'the cleanup policy is not safe: vpcDueMin is 1 or more; racesMax is 1 to 1,000',
  );
});

test('Without differences a cleanup policy only observes', () => {
  expect(cleanupPolicy()).toEqual(defaultCleanupPolicy);
  expect(cleanupPolicy()).toMatchObject({
    mode: 'observe',
    graceMs: days(7),
    deletionsMax: 25,
    accountShareMax: 0.1,
    vpcShareMax: 0.5,
    vpcDueMin: 10,
    racesMax: 3,
    interfaceTypes: new Set(['interface']),
  });
});
