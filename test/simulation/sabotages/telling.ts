import type { Sabotage } from './sabotage.ts';

/** Mistakes that leave people without the news, or with false news. */
export const telling: readonly Sabotage[] = [
  {
    name: 'told-after-the-attach',
    what: 'A move is told when it is completed and not before, so that nobody hears of one whose handler dies.',
    breaks: ['changes-of-holder-told'],
    edits: [
      {
        file: 'handlers/reconcile.ts',
        find: 'Promise.race([this.#bulletin.started(changes, snapshot), this.#to.clock.sleep(tellFirstMs)]),',
        replace: 'Promise.resolve(),',
      },
      {
        file: 'handlers/bulletin.ts',
        find: "if (mode === 'observe') return;",
        replace: "if (mode !== 'observe') return;",
      },
    ],
  },
  {
    name: 'malformed-event-swallowed',
    what: 'An event that cannot be read is logged and dropped.',
    breaks: ['malformed-told'],
    edits: [
      {
        file: 'handlers/failover-function.ts',
        find: 'void announcers.announce(malformedAlert(parsed.issues, parsed.excerpt));\n',
        replace: '',
      },
    ],
  },
  {
    name: 'publish-error-swallowed',
    what: 'An alert that SNS does not take at once is logged and forgotten.',
    breaks: ['changes-of-holder-told', 'malformed-told', 'refusals-told', 'no-home-is-told'],
    edits: [
      {
        file: 'aws/notify.ts',
        find: '      await clock.sleep(waitMs);\n',
        replace: '      return;\n',
      },
    ],
  },
  {
    name: 'undelivered-alert-forgotten',
    what: 'The invocation fails with an alert that SNS did not take, but remembers it as told and never sends it again.',
    breaks: ['changes-of-holder-told', 'malformed-told', 'refusals-told', 'no-home-is-told'],
    edits: [
      {
        file: 'handlers/announcer.ts',
        find: '    this.#news.told.delete(alert.fingerprint);\n    this.#owed.set(turn, alert);\n',
        replace: '',
      },
    ],
  },
  {
    name: 'refused-request-not-answered',
    what: 'A switchover request that is refused is only logged.',
    breaks: ['refusals-told'],
    edits: [
      {
        file: 'domain/alert-of-look.ts',
        find: '    ...switchoverAlerts(plan, trigger),\n',
        replace: '',
      },
    ],
  },
  {
    name: 'no-standby-not-told',
    what: 'That a group has nowhere to go is only logged.',
    breaks: ['no-home-is-told'],
    edits: [
      {
        file: 'domain/alert-of-spared.ts',
        find: "    case 'no-standby':\n      return {",
        replace: "    case 'no-standby':\n      return undefined && {",
      },
    ],
  },
];
