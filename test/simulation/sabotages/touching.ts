import type { Sabotage } from './sabotage.ts';

/** Mistakes about what may be touched at all. */
export const touching: readonly Sabotage[] = [
  {
    name: 'hold-of-the-eni-ignored',
    what: 'The hold tag of an ENI is not asked for.',
    breaks: ['hands-off'],
    edits: [
      {
        file: 'domain/bars.ts',
        find: 'const hold = describeHold(networkInterface.hold);',
        replace: 'const hold = undefined;',
      },
    ],
  },
  {
    name: 'hold-of-the-holder-ignored',
    what: 'The hold tag of the instance that holds an ENI is not asked for.',
    breaks: ['hands-off'],
    edits: [
      {
        file: 'domain/bars.ts',
        find: 'const hold = instance === undefined ? undefined : describeHold(instance.hold);',
        replace: 'const hold = undefined;',
      },
    ],
  },
  {
    name: 'hold-of-the-target-ignored',
    what: 'The hold tag of a standby is not asked for.',
    breaks: ['hands-off'],
    edits: [
      {
        file: 'domain/candidates.ts',
        find: 'const hold = describeHold(instance.hold);',
        replace: 'const hold = undefined;',
      },
    ],
  },
  {
    name: 'hold-without-a-reason-ignored',
    what: 'A hold tag without a reason is taken for none.',
    breaks: ['hands-off'],
    edits: [
      {
        file: 'domain/bars.ts',
        find: "    case 'unreadable':\n      return `(",
        replace:
          "    case 'unreadable':\n      if (hold.raw.trim() === '') return undefined;\n      return `(",
      },
    ],
  },
  {
    name: 'unreadable-group-tag-guessed',
    what: 'Of a group tag with several names, the first is taken for the group of the ENI.',
    breaks: ['hands-off'],
    edits: [
      {
        file: 'domain/tags.ts',
        find: 'if (names.length !== 1)\n',
        replace: 'if (names.length === 0)\n',
      },
    ],
  },
  {
    name: 'unreadable-priority-taken-for-the-default',
    what: 'A member whose priority cannot be read is a candidate, with the default priority.',
    breaks: ['readable-priority'],
    edits: [
      {
        file: 'domain/tags.ts',
        find: "return problem('is not an integer of at most nine digits');",
        replace: 'return value(defaultPriority);',
      },
    ],
  },
  {
    name: 'taken-from-strangers',
    what: 'An ENI is taken from an instance that is no member of its group.',
    breaks: ['hands-off', 'permitted'],
    edits: [
      {
        file: 'domain/bars.ts',
        find: 'if (isMemberOf(group, instance) || losesItsTags(holding)) return undefined;',
        replace: 'if (isMemberOf(group, instance) || holding.instanceId !== undefined) return undefined;',
      },
    ],
  },
  {
    name: 'adapter-moved-like-any-other',
    what: 'The type of an attached ENI is not asked for: what has been attached can be moved, an Elastic Fabric Adapter too.',
    breaks: ['hands-off'],
    edits: [
      {
        file: 'domain/bars.ts',
        find: 'switch (networkInterface.interfaceType) {',
        replace:
          "switch (networkInterface.attachment === undefined ? networkInterface.interfaceType : 'interface') {",
      },
    ],
  },
  {
    name: 'deleted-with-its-instance',
    what: 'DeleteOnTermination of an ENI that stays where it is is never set to false.',
    breaks: ['nothing-lost'],
    edits: [
      {
        file: 'domain/rehoming.ts',
        find: "if (!attachment.deleteOnTermination || attachment.status === 'detaching') return undefined;",
        replace:
          "if (!attachment.deleteOnTermination || attachment.status !== 'detaching') return undefined;",
      },
    ],
  },
];
