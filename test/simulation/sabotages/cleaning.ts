import type { Sabotage } from './sabotage.ts';

/** Mistakes about which unattached ENIs may be deleted, and when. */
export const cleaning: readonly Sabotage[] = [
  {
    name: 'grace-not-asked',
    what: 'What is marked may go at the next sweep.',
    breaks: ['deleted-after-grace'],
    edits: [
      {
        file: 'domain/cleanup/rules-time.ts',
        find: '({ unattachedSince }) => unattachedSince + Math.max(policy.graceMs, graceFloorMs),',
        replace: '({ unattachedSince }) => unattachedSince,',
      },
    ],
  },
  {
    name: 'mark-of-another-look-believed',
    what: 'The fingerprint in a mark is written and never compared.',
    breaks: ['deleted-after-grace'],
    edits: [
      {
        file: 'domain/cleanup/mark.ts',
        find: "return mark.fingerprint === fingerprintOf(eni) ? undefined : 'it has changed since it was marked';",
        replace: 'return undefined;',
      },
    ],
  },
  {
    name: 'routes-not-read',
    what: 'Elastic IPs and permissions are asked for, and routes are forgotten.',
    breaks: ['deleted-unreferenced'],
    edits: [
      {
        file: 'aws/cleanup/read-references.ts',
        find: 'routes: await readRoutes(reading),',
        replace: 'routes: [],',
      },
    ],
  },
  {
    name: 'keep-ignored',
    what: 'A keep tag is looked at only where it cannot be read.',
    breaks: ['deleted-unclaimed'],
    edits: [
      {
        file: 'domain/cleanup/rules-ownership.ts',
        find: "if (keep.kind === 'absent') return undefined;",
        replace: "if (keep.kind !== 'unreadable') return undefined;",
      },
    ],
  },
  {
    name: 'group-ignored',
    what: 'A protected ENI is a candidate like any other while it is unattached.',
    breaks: ['cleanup-permitted'],
    edits: [
      {
        file: 'domain/cleanup/rules-high-availability.ts',
        find: "      if (group.kind === 'absent') return undefined;\n",
        replace: '      if (group.kind !== undefined) return undefined;\n',
      },
    ],
  },
  {
    name: 'hold-ignored-by-the-cleanup',
    what: 'A hold keeps the failover away, and the cleanup does not know of it.',
    breaks: ['deleted-unclaimed'],
    edits: [
      {
        file: 'domain/cleanup/rules-high-availability.ts',
        find: 'return hold === undefined ? undefined :',
        replace: 'return true ? undefined :',
      },
    ],
  },
  {
    name: 'failover-not-waited-for',
    what: 'A deletion does not wait for a failover in the same VPC.',
    breaks: ['deleted-in-peace'],
    edits: [
      {
        file: 'domain/cleanup/rules.ts',
        find: '[failoverUnderWay, ...timeRules]',
        replace: '[...timeRules]',
      },
    ],
  },
  {
    name: 'cap-ignored',
    what: 'A sweep deletes everything that is due.',
    breaks: ['sweep-cap'],
    edits: [
      { file: 'domain/cleanup/limits.ts', find: 'now: allowed.slice(0, max),', replace: 'now: allowed,' },
    ],
  },
  {
    name: 'other-accounts-swept',
    what: 'The ENIs of other accounts that share a subnet are marked too.',
    breaks: ['own-tags-only'],
    edits: [
      {
        file: 'domain/cleanup/rules-identity.ts',
        find: 'ownerId === snapshot.accountId ? undefined',
        replace: 'ownerId !== undefined ? undefined',
      },
    ],
  },
];
