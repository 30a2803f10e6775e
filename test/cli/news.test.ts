import { readNews } from '../../cli/news.ts';
import type { PublishedMessage } from '../../sandbox/sns/sns.ts';

const machineReadable = {
  kind: 'failover-completed',
  severity: 'info',
  group: 'fw',
  summary: 'completed',
  data: {
    trigger: { kind: 'alarm' },
    eventAgeMs: 400,
    moveMs: 5_000,
    moves: [
      { detachMs: 1_000, attachMs: 900, forced: false },
      { detachMs: 2_000, forced: true },
    ],
  },
};

function published(https: string): PublishedMessage {
  const byProtocol = { email: 'For people.', https };
  return {
    at: 7,
    messageId: 'm',
    topicArn: 'arn',
    subject: 'Subject',
    message: 'Default.',
    byProtocol,
    attributes: {},
  };
}

describe('an alert as its subscribers get it', () => {
  it('is read for people and for machines, with the longest of each phase', () => {
    expect(readNews(published(JSON.stringify(machineReadable)))).toEqual({
      at: 7,
      kind: 'failover-completed',
      severity: 'info',
      group: 'fw',
      summary: 'completed',
      subject: 'Subject',
      text: 'For people.',
      trigger: 'alarm',
      staysBecause: [],
      phases: { eventAgeMs: 400, moveMs: 5_000, detachMs: 2_000, attachMs: 900, forced: true },
    });
  });

  it('is an error when machines could not read it', () => {
    expect(() => readNews(published('{"kind":"failover-completed"}'))).toThrow();
  });
});
