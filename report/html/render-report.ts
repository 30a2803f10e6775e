import { createHash } from 'node:crypto';
import { type ComponentChild, Fragment, h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { findingSeverities } from '../../domain/audit/audit-finding.ts';
import type { AuditReport } from '../../domain/audit/audit-report.ts';
import { addressSpaceSection } from './address-space-section.ts';
import { findingSection } from './finding-section.ts';
import { groupSection } from './group-section.ts';
import { headlineOf, openBySeverity, unreadParts } from './headline.ts';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';
import { searchDataText } from './search-data.ts';
import { cutAtData, searchSection } from './search-section.ts';
import { subnetSection } from './subnet-section.ts';
import { count, counted, timeText } from './wording.ts';

/**
 * The report as one page that opens from disk: no server, no network, no font or file of anybody's. Preact escapes every
 * text, and the policy of the page lets nothing run but its own script. In parts, to be written one after the other: that
 * of a large account is tens of megabytes.
 */
export function* renderReport(report: AuditReport): Generator<string> {
  const page = renderToString(h('html', { lang: 'en' }, headOf(report), bodyOf(report)));
  const [before, after] = cutAtData(visible(page));
  yield `<!doctype html>\n${before}`;
  for (const part of searchDataText(report.addresses)) yield visible(part);
  yield `${after}\n`;
}

/**
 * Characters that are not seen and turn the direction of a text, end a line for some readers, or control a terminal, are
 * named instead: in a command that is to be copied, a tag value must not look like another one.
 */
function visible(text: string): string {
  return text.replace(unseen, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return `[U+${code}]`;
  });
}

const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about.
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

function headOf(report: AuditReport): ComponentChild {
  const { title } = headlineOf(report);
  return h(
    'head',
    null,
    h('meta', { charset: 'utf-8' }),
    h('meta', { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'referrer', content: 'no-referrer' }),
    h('title', null, `${title} - ENI Warden audit of ${report.accountId} ${report.region}`),
    h('style', { dangerouslySetInnerHTML: { __html: pageStyle } }),
  );
}

const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src '${sourceHash(pageStyle)}'`,
  `script-src '${sourceHash(pageScript)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function sourceHash(source: string): string {
  return `sha256-${createHash('sha256').update(source).digest('base64')}`;
}

function bodyOf(report: AuditReport): ComponentChild {
  return h(
    'body',
    null,
    unreadPart(report),
    headlinePart(report),
    contentsPart(report),
    h(
      'main',
      null,
      findingSection(report),
      groupSection(report),
      subnetSection(report),
      addressSpaceSection(report),
      searchSection(report),
    ),
    footerPart(),
    h('script', { dangerouslySetInnerHTML: { __html: pageScript } }),
  );
}

function unreadPart(report: AuditReport): ComponentChild {
  const parts = unreadParts(report);
  if (parts.length === 0) return null;
  return h(
    'p',
    { class: 'panel unread tone-unknown', role: 'alert' },
    h('strong', null, `Not everything could be read: ${parts.join(', ')}. `),
    'What depends on it is not known, and nothing below says that it is in order. ',
    h('a', { href: '#high' }, 'Why, and what to do'),
  );
}

function headlinePart(report: AuditReport): ComponentChild {
  const { accountId, region, takenAt, findings } = report;
  const { tone, title, sentences } = headlineOf(report);
  const open = openBySeverity(report);
  const accepted = findings.filter(({ stage }) => stage === 'accepted').length;
  return h(
    'header',
    { class: `headline tone-${tone}` },
    h('p', { class: 'product' }, 'ENI Warden audit'),
    h('h1', null, title),
    ...sentences.map((sentence) => h('p', { class: 'sentence' }, sentence)),
    h('p', { class: 'read quiet' }, `Account ${accountId}, ${region}, read ${timeText(takenAt)}`),
    h(
      'ul',
      { class: 'counts', 'aria-label': 'Open findings' },
      ...findingSeverities.map((severity) => countItem(open[severity], severity, severity)),
      accepted === 0 ? null : countItem(accepted, 'accepted', 'clear'),
    ),
  );
}

function countItem(value: number, name: string, tone: string): ComponentChild {
  const content = h(
    Fragment,
    null,
    h('b', null, count(value)),
    ` ${name}${name === 'warning' && value !== 1 ? 's' : ''}`,
  );
  return h(
    'li',
    { class: value === 0 ? 'none' : `tone-${tone}` },
    value === 0 ? content : h('a', { href: `#${name}` }, content),
  );
}

function contentsPart({ readiness, subnets, vpcs, addresses }: AuditReport): ComponentChild {
  return h(
    'nav',
    { class: 'contents', 'aria-label': 'Contents' },
    h('a', { href: '#findings' }, 'Findings'),
    h('a', { href: '#groups' }, counted(readiness.length, 'group')),
    h('a', { href: '#subnets' }, counted(subnets.length, 'subnet')),
    h('a', { href: '#space' }, counted(vpcs.length, 'VPC')),
    h('a', { href: '#search' }, `Search ${counted(addresses.length, 'address', 'addresses')}`),
  );
}

function footerPart(): ComponentChild {
  return h(
    'footer',
    { class: 'quiet' },
    'The audit flags, and changes nothing. To accept a finding until a day, tag one of its resources ',
    h('code', null, 'eni-warden:accept=<code> until <date>'),
    '. The whole register is in addresses.csv and addresses.json beside this page.',
  );
}
