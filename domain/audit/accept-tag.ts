import { parseInstant } from '../cleanup/instant-text.ts';
import type { Instant } from '../instant.ts';
import { auditTagKeys, type Parsed, readTag, type TagReading, type Tags } from '../tags.ts';
import { type FindingCode, isFindingCode } from './finding-codes.ts';

/** What one resource's owner accepts. */
export interface TaggedAcceptance {
  readonly code: FindingCode;
  /** The first instant at which it no longer holds: the midnight, in UTC, that ends the day. */
  readonly until: Instant;
}

const dayMs = 86_400_000;

/** What the tag `eni-warden:accept=<code> until <date> …` accepts. */
export function readTaggedAcceptances(tags: Tags): TagReading<readonly TaggedAcceptance[]> {
  return readTag(tags, auditTagKeys.accept, parseAcceptances);
}

function parseAcceptances(raw: string): Parsed<readonly TaggedAcceptance[]> {
  const words = raw.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return { problem: 'names no kind of finding' };
  const found: TaggedAcceptance[] = [];
  for (let index = 0; index < words.length; index += 3) {
    const parsed = parseAcceptance(words.slice(index, index + 3));
    if ('problem' in parsed) return parsed;
    found.push(parsed.value);
  }
  return { value: found };
}

function parseAcceptance([code = '', until, day = '']: readonly string[]): Parsed<TaggedAcceptance> {
  if (!isFindingCode(code)) return { problem: `has ${JSON.stringify(code)}, which is no kind of finding` };
  if (until !== 'until' || day === '') return { problem: `does not say until which day it accepts ${code}` };
  const begin = parseInstant(`${day}T00:00:00Z`);
  if (begin === undefined) {
    return { problem: `has ${JSON.stringify(day)}, which is no day such as 2027-01-31` };
  }
  return { value: { code, until: begin + dayMs } };
}
