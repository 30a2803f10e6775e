import type { Alert } from '../domain/alert.ts';
import { type Announcer, type News, noNews } from './announcer.ts';

/** What this process has told and owes by alerts, and what in the chat. */
export interface NewsByWay {
  readonly alerts: News;
  readonly chat: News;
}

export function noNewsByWay(): NewsByWay {
  return { alerts: noNews(), chat: noNews() };
}

/**
 * Tells the same by alerts and, where there is one, in the chat, side by side. Each way remembers for itself what it has told and
 * what it owes, so that trouble of the one repeats nothing on the other.
 */
export class Announcers {
  readonly alerts: Announcer;
  readonly chat: Announcer | undefined;

  constructor(alerts: Announcer, chat: Announcer | undefined) {
    this.alerts = alerts;
    this.chat = chat;
  }

  /** Resolves when the alert is delivered or has failed; nobody waits for the chat. */
  announce(alert: Alert): Promise<void> {
    const delivered = this.alerts.announce(alert);
    void this.chat?.announce(alert);
    return delivered;
  }

  /** The trouble of these groups is over: should it come again, that is news again. */
  troubleIsOver(groups: ReadonlySet<string>): void {
    this.alerts.troubleIsOver(groups);
    this.chat?.troubleIsOver(groups);
  }
}
