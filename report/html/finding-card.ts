import { type ComponentChild, h } from 'preact';
import type { FoundResource } from '../../domain/audit/audit-finding.ts';
import { kindOfFinding } from '../../domain/audit/finding-codes.ts';
import type { LivingFinding } from '../../domain/audit/finding-life.ts';
import { type RemedyPart, remedyParts } from '../../domain/audit/remedy-parts.ts';
import type { Instant } from '../../domain/instant.ts';
import { unbroken } from './unbroken.ts';
import { ageText, timeText } from './wording.ts';

/** What is the case, why it matters, what to do about it, and what it is about. */
export function findingCard(living: LivingFinding, takenAt: Instant): ComponentChild {
  const { finding, fingerprint } = living;
  const heading = `finding-${fingerprint}`;
  return h(
    'article',
    { class: `finding tone-${finding.severity}`, id: heading },
    h(
      'header',
      null,
      h('span', { class: 'badge' }, finding.severity),
      ' ',
      h('span', { class: 'kind' }, kindOfFinding(finding.code).title),
    ),
    h('h4', null, ...unbroken(finding.what)),
    h('p', null, ...unbroken(finding.why)),
    h(
      'section',
      { class: 'remedy', 'aria-label': 'What to do' },
      ...remedyParts(finding.remedy).map(remedyItem),
    ),
    h('ul', { class: 'resources', 'aria-label': 'About' }, ...resourcesOf(living).map(resourceItem)),
    h('p', { class: 'quiet' }, ...unbroken(lifeText(living, takenAt))),
  );
}

/** What is to be run stands by itself, so that it can be copied whole. */
function remedyItem({ kind, text }: RemedyPart): ComponentChild {
  return h(kind === 'command' ? 'pre' : 'p', null, ...unbroken(text));
}

function resourcesOf({
  finding,
}: LivingFinding): readonly (Omit<FoundResource, 'kind'> & { readonly kind: string })[] {
  const named = finding.group !== undefined && !finding.resources.some(({ kind }) => kind === 'group');
  return [...(named ? [{ kind: 'group', id: finding.group ?? '' }] : []), ...finding.resources];
}

function resourceItem({ kind, id }: { readonly kind: string; readonly id: string }): ComponentChild {
  return h(
    'li',
    null,
    h('span', { class: 'quiet' }, `${kind.replaceAll('-', ' ')} `),
    h('bdi', { class: 'word' }, id),
  );
}

function lifeText(
  { finding, firstSeen, lastSeen, acceptedUntil, acceptedBy }: LivingFinding,
  takenAt: Instant,
): string {
  const since = `Since ${timeText(firstSeen)}${takenAt - firstSeen < 60_000 ? ' (new)' : ` (${ageText(takenAt - firstSeen)})`}.`;
  const stale = lastSeen < takenAt ? ` Last seen ${timeText(lastSeen)}; not looked at since.` : '';
  const accepted =
    acceptedUntil === undefined
      ? ''
      : ` Accepted until ${timeText(acceptedUntil)}${acceptedBy === undefined ? '' : ` by a tag on ${acceptedBy}`}.`;
  return `${since}${stale}${accepted} Code: ${finding.code}.`;
}
