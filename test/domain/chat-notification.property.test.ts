import fc from 'fast-check';
import { type Alert, textOf } from '../../domain/alert.ts';
import { malformedAlert, unableToLookAlert } from '../../domain/alert-of-trouble.ts';
import { chatNotification } from '../../domain/chat-notification.ts';
import { alertsOf, planOf, renamed, wild } from '../support/alerts-of-scene.ts';
import { chatSchema } from '../support/chat-schema.ts';
import { type RandomScene, randomScenes } from '../support/domain-arbitrary.ts';

/** What a chat, or Amazon Q Developer on the way to it, would take for a mention, a link, or the end of our own markup. */
const hostile = [
  '<!channel>',
  '<!here|here>',
  '<@U024BE7LH>',
  '<!subteam^SAZ94GDB8>',
  '<at>everyone</at>',
  '@here',
  '@SRE-Team',
  '＠channel',
  '&lt;!channel&gt;',
  '<https://evil.example|the runbook>',
  '[the runbook](https://evil.example)',
  'https://evil.example/?a=b',
  'HTTP://www.evil.example',
  '_https://evil.example_',
  's3://bucket/audit/report.html',
  'slack://user?team=T1&id=U1',
  '```\n*What to do*\n- call evil',
  '`*_~',
  'a -> b',
];

const markup = fc.oneof(
  fc.constantFrom(...hostile),
  fc
    .array(fc.constantFrom(...hostile, ...'<>@&!#|[]()`*~_:/\\ \n', 'www.', 'ab'), { maxLength: 40 })
    .map((parts) => parts.join('')),
);

function everything(scene: RandomScene, text: string): readonly Alert[] {
  const odd = renamed(scene, text);
  return [
    ...alertsOf(planOf(odd), odd),
    malformedAlert([text], text),
    unableToLookAlert(text, odd.trigger),
    { ...malformedAlert([], ''), group: text, summary: text },
  ];
}

const render = (alert: Alert) => chatNotification(alert, 'eu-west-1', 1_700_000_000_000);

describe('Whatever happens and whatever people write into tags, a chat notification', () => {
  test('is what the schema says, within its limits', () => {
    fc.assert(
      fc.property(randomScenes, fc.oneof(wild, markup), (scene, text) => {
        for (const alert of everything(scene, text)) {
          const whole = JSON.stringify(render(alert));
          expect(whole.isWellFormed()).toBe(true);
          expect(chatSchema.parse(JSON.parse(whole))).toEqual(render(alert));
        }
      }),
    );
  });

  test('mentions nobody, links nowhere and has no markup but its own', () => {
    fc.assert(
      fc.property(randomScenes, fc.oneof(markup, wild), (scene, text) => {
        for (const alert of everything(scene, text)) {
          const { content, metadata } = render(alert);
          const texts = [content.title, content.description, ...content.nextSteps, ...content.keywords];
          for (const each of [...texts, metadata.summary]) {
            expect(each).not.toMatch(/[<>&@＠﹫[\]~]|www\.|(?<!\bs3):\/\//i);
            expect(each.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
            // Code and bold come in pairs, each within its line.
            for (const line of each.split('\n')) {
              expect(line.split('`').length % 2).toBe(1);
              expect(line.replace(/^\*[^*]+\*$/, '')).not.toContain('*');
            }
          }
        }
      }),
    );
  });

  test('has as many headings and items as the alert has, or says what was cut', () => {
    fc.assert(
      fc.property(randomScenes, markup, (scene, text) => {
        for (const alert of everything(scene, text)) {
          const { description } = render(alert).content;
          const headings = description.split('\n').filter((line) => /^\*.*\*$/.test(line));
          const sections = alert.sections.filter(
            ({ heading, lines }) => heading !== 'What to do' && lines.length > 0,
          );
          if (!description.includes('(cut: ')) expect(headings).toHaveLength(sections.length);
        }
      }),
    );
  });

  test('is never about things undefined', () => {
    fc.assert(
      fc.property(randomScenes, wild, (scene, text) => {
        for (const alert of everything(scene, text)) {
          if (/undefined|NaN/.test(textOf(alert))) continue;
          expect(JSON.stringify(render(alert))).not.toMatch(/undefined|NaN|\[object/);
        }
      }),
    );
  });
});
