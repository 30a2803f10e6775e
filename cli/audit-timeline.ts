import type { BusRecord } from '../sandbox/events/bus.ts';
import type { AuditStage } from './audit-stage.ts';
import type { AwsCommand } from './aws-command.ts';
import { readNews } from './news.ts';
import type { StoryLine } from './story-line.ts';
import { counted, seconds } from './table.ts';

/** Tells what happens in the story of the audit. */
export class AuditTimeline {
  readonly lines: StoryLine[] = [];
  readonly #stage: AuditStage;

  constructor(stage: AuditStage) {
    this.#stage = stage;
    stage.bus.watch((record) => {
      const what = wakingOf(record);
      if (what !== undefined) this.#tell('EventBridge', what, 'quiet');
    });
    stage.lambda.watch(({ outcome, error }) => {
      if (outcome === 'succeeded') this.looked();
      else this.#tell('ENI Warden', `the function ${outcome}: ${error?.errorMessage}`, 'bad');
    });
    stage.sns.watch((message) => {
      const { severity, summary } = readNews(message);
      this.#tell('SNS', `${severity}: ${summary}`, severity === 'info' ? 'good' : 'bad');
    });
  }

  asks(): void {
    const what = `asks for a first look: aws lambda invoke --function-name ${this.#stage.functionName} answer.json`;
    this.#tell('On-call', what, 'plain');
  }

  /** A look is over. */
  looked(): void {
    const open = this.#stage.state()?.findings.filter(({ stage }) => stage === 'open').length ?? 0;
    const groups = [...this.#stage.readiness()].map(([name, isReady]) => [
      name,
      isReady ? 'ready' : 'NOT READY',
    ]);
    const readiness = groups.map((words) => words.join(' ')).join(', ');
    const found = open === 0 ? 'all is in order' : `${counted(open, 'finding')} open`;
    this.#tell('ENI Warden', `has looked: ${found}; ${readiness} to fail over`, 'decision');
  }

  /** `meaning`: what they think that they are doing; absent where that is plain. */
  acts(who: StoryLine['who'], { line }: AwsCommand, meaning?: string): void {
    if (meaning !== undefined) this.#tell(who, meaning, 'plain');
    this.#tell(who, line, 'plain');
  }

  #tell(who: StoryLine['who'], what: string, tone: StoryLine['tone']): void {
    this.lines.push({ at: this.#stage.clock.now(), who, what, tone });
  }
}

/** What wakes the audit: of other events nothing is told. */
function wakingOf({ at, event, matchedRules }: BusRecord): string | undefined {
  if (matchedRules.length === 0) return undefined;
  const rules = matchedRules.map((name) => name.replace(/^eni-warden-dev-/, '')).join(', ');
  const { eventName } = event.detail;
  if (typeof eventName !== 'string') return `the schedule: rule ${rules}`;
  return `CloudTrail tells of ${eventName} after ${seconds(at - Date.parse(event.time))}: rule ${rules}`;
}
