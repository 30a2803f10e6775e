import type { Sabotage } from './sabotage.ts';

/** Mistakes in how a sweep reads, deletes what may go, and tells of it. */
export const sweeping: readonly Sabotage[] = [
  {
    name: 'no-last-look',
    what: 'An ENI is deleted by the look with which the sweep began, however long ago that was.',
    breaks: ['deleted-unclaimed', 'deleted-unreferenced', 'deleted-after-grace'],
    edits: [
      {
        file: 'handlers/deleter.ts',
        find: 'const fresh = await this.#to.lookAgain(this.#snapshot, before);',
        replace: 'const fresh = { ...this.#snapshot, takenAt: clock.now(), ec2Time: clock.now() };',
      },
    ],
  },
  {
    name: 'manifest-after-the-deletion',
    what: 'The manifest is stored once the ENI is deleted, as the record of it.',
    breaks: ['manifest-before-deletion'],
    edits: [
      {
        file: 'handlers/deleter.ts',
        find: '    const manifestKey = await this.#store(reading.manifest);\n',
        replace: '    await this.#send(eni);\n    const manifestKey = await this.#store(reading.manifest);\n',
      },
    ],
  },
  {
    name: 'manifest-error-swallowed',
    what: 'A manifest that S3 does not take is logged, and the ENI is deleted all the same.',
    breaks: ['manifest-before-deletion'],
    edits: [
      {
        file: 'handlers/deleter.ts',
        find: "    if (manifestKey === undefined) return { result: 'failed', because: this.#problem };\n",
        replace: '',
      },
    ],
  },
  {
    name: 'failed-read-counts-as-empty',
    what: 'A part of the account that could not be read counts as read, and empty.',
    breaks: ['deleted-unreferenced'],
    edits: [
      {
        file: 'aws/gentle/part.ts',
        find: 'if (because !== undefined) unread.push(',
        replace: 'if (because !== undefined) [].push(',
      },
    ],
  },
  {
    name: 'released-in-words-only',
    what: 'An ENI that is in use again keeps its mark, and is deleted by it when it comes free.',
    breaks: ['deleted-unattached'],
    edits: [
      {
        file: 'handlers/sweep.ts',
        find: '    for (const release of plan.release) note(await unmark(release, to));\n',
        replace: '',
      },
    ],
  },
  {
    name: 'lost-reply-told-as-failed',
    what: 'A deletion whose reply is lost is told as failed, though nobody has looked.',
    breaks: ['deletions-told'],
    edits: [
      {
        file: 'aws/cleanup/delete-eni.ts',
        find: 'const seen = await isGone(eni);',
        replace: "const seen: Changed | undefined = { result: 'failed', because: refusal(error) };",
      },
      {
        file: 'handlers/deleter.ts',
        find: "return change.result === 'failed' ? await this.#afterFailure(eni, change) : change;",
        replace: 'return change;',
      },
    ],
  },
  {
    name: 'deletions-only-logged',
    what: 'What a sweep has deleted is in the log and nowhere else.',
    breaks: ['deletions-told'],
    edits: [
      {
        file: 'handlers/cleanup-function.ts',
        find: '  if (digest !== undefined) void announcers.announce(digest);\n',
        replace: '',
      },
    ],
  },
  {
    name: 'all-tags-taken-off',
    what: 'A release names no keys, and DeleteTags without keys takes every tag off.',
    breaks: ['own-tags-only'],
    edits: [
      {
        file: 'aws/cleanup/change-eni.ts',
        find: 'Tags: keys.map((Key) => ({ Key })) };',
        replace: 'Tags: [] };',
      },
    ],
  },
  {
    name: 'due-and-forgotten',
    what: 'What is due is counted and never deleted, and nobody is told.',
    breaks: ['orphans-go-at-last'],
    edits: [
      {
        file: 'handlers/sweep.ts',
        find: '    await deleteAll(plan, snapshot, to, outcomes, note);\n',
        replace: '',
      },
    ],
  },
];
