import type { Alert, Severity } from './alert.ts';
import { descriptionOf, nextStepsOf } from './chat-content.ts';
import { chatText, cutTo } from './chat-text.ts';
import { hash64 } from './hash.ts';
import type { Instant } from './instant.ts';

/**
 * An alert in the schema of custom notifications of Amazon Q Developer in chat applications (facts 7). It shows nothing of what
 * does not conform and tells nobody, so that each limit is kept here.
 */
export interface ChatNotification {
  readonly version: '1.0';
  readonly source: 'custom';
  /** Another one for each time that something is told: nobody says what becomes of an id that comes twice. */
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    /** What has the same comes as one thread, where the channel's preferences allow it. */
    readonly threadId?: string;
    /** What an update in a thread is called. */
    readonly summary: string;
    readonly eventType: string;
    readonly relatedResources: readonly string[];
    /** What the owner's own buttons (custom actions) can go by. */
    readonly additionalContext: Readonly<Record<string, string>>;
  };
}

/** As documented, in characters. */
const titleMax = 250;
const keywordMax = 75;
/** Of these no limit is documented: few enough to be read, and short. */
const resourcesMax = 20;
const summaryMax = 250;
const contextMax = 256;

/** Both chats show these; codes such as `:warning:` are documented for one of them. */
const marks: Readonly<Record<Severity, string>> = { critical: '🚨', warning: '⚠️', info: 'ℹ️' };

/** The alert as chat gets it, told from `region` at `at`. Never too long, and never without a description. */
export function chatNotification(alert: Alert, region: string, at: Instant): ChatNotification {
  const { kind, severity, fingerprint } = alert;
  const group = chatText(alert.group ?? '').trim();
  const about = `${group === '' ? '' : `${group}: `}${chatText(alert.summary)}`;
  const title = `${marks[severity]} ${severity.toUpperCase()} · ${about}`;
  const threadId = threadOf(alert);
  return {
    version: '1.0',
    source: 'custom',
    id: `${kind}-${hash64(fingerprint)}-${Math.floor(at)}`,
    content: {
      textType: 'client-markdown',
      title: cutTo(title, titleMax),
      description: descriptionOf(alert, title.length > titleMax),
      nextSteps: nextStepsOf(alert),
      keywords: [kind, severity, ...(group === '' ? [] : [cutTo(group, keywordMax, '…')]), region],
    },
    metadata: {
      ...(threadId !== undefined && { threadId }),
      summary: cutTo(about, summaryMax) || kind,
      eventType: kind,
      relatedResources: resourcesOf(alert),
      additionalContext: { severity, kind, region, ...(group !== '' && { group: cutTo(group, contextMax) }) },
    },
  };
}

/** What is critical is never an update in a thread, which nobody is shown: it stands in the channel. */
function threadOf({ severity, story }: Alert): string | undefined {
  return story === undefined || severity === 'critical' ? undefined : `story-${hash64(story)}`;
}

/** The ids of AWS in its data, in the order in which they come. */
function resourcesOf({ data }: Alert): readonly string[] {
  const ids = JSON.stringify(data).match(/\b(?:eni|i|subnet|vpc|rtb|eipalloc)-[0-9a-f]{8,17}\b/g) ?? [];
  return [...new Set(ids)].slice(0, resourcesMax);
}
