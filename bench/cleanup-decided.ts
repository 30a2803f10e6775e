/** What a sweep said of itself in its metrics (CloudWatch's embedded metric format), by name; by rule what it spared. */
export function decidedBy(lines: readonly string[]): {
  readonly counts: Readonly<Record<string, number>>;
  readonly sparedByRule: Readonly<Record<string, number>>;
} {
  const counts: Record<string, number> = {};
  const sparedByRule: Record<string, number> = {};
  for (const record of lines.flatMap(embeddedMetrics)) {
    for (const [name, value] of Object.entries(record)) {
      if (typeof value !== 'number') continue;
      if (typeof record.rule === 'string') sparedByRule[record.rule] = value;
      else counts[name] = value;
    }
  }
  return { counts, sparedByRule };
}

function embeddedMetrics(line: string): readonly Readonly<Record<string, unknown>>[] {
  if (!line.startsWith('{')) return [];
  const record: Readonly<Record<string, unknown>> = JSON.parse(line);
  return '_aws' in record ? [record] : [];
}
