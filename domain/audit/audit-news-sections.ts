import type { AlertSection } from '../alert.ts';
import type { Instant } from '../instant.ts';
import { auditTagKeys } from '../tags.ts';
import { tagsReadWith } from './acceptances.ts';
import { dayOf } from './audit-news-lines.ts';
import type { LivingFinding } from './finding-life.ts';

const dayMs = 86_400_000;
/** What the example of a command proposes; whoever pastes it may write another day. */
const acceptedForDays = 30;

/** The exact command that accepts the mildest of the findings: nobody should paste away the worst one half asleep. */
export function acceptingSection(lives: readonly LivingFinding[], now: Instant): AlertSection {
  const heading = 'To accept a finding until a day';
  const day = dayOf(now + acceptedForDays * dayMs);
  const [example] = lives.toReversed().flatMap(({ finding }) => {
    const resource = finding.resources.find(({ kind }) => tagsReadWith[kind] !== undefined);
    return resource === undefined ? [] : [{ code: finding.code, id: resource.id }];
  });
  if (example === undefined) return { heading, lines: [] };
  return {
    heading,
    lines: [
      `aws ec2 create-tags --resources ${example.id} \\`,
      `  --tags 'Key=${auditTagKeys.accept},Value=${example.code} until ${day}'`,
      'The code stands behind each finding in brackets, and any resource of the finding may carry the tag. It takes several:',
      "'<code> until <day> <code> until <day>'. The command replaces what the tag says so far.",
    ],
  };
}

/** Where everything is that a message has no room for. */
export function readingSection(bucket: string, first: string): AlertSection {
  return {
    heading: 'Where to read more',
    lines: [
      first,
      `The report, for any browser: aws s3 cp s3://${bucket}/audit/report.html .`,
      `The register of addresses: s3://${bucket}/audit/addresses.csv (and addresses.json)`,
    ],
  };
}
