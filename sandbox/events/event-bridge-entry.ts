import { z } from 'zod';

const entrySchema = z.strictObject({
  Time: z.number().optional(),
  Source: z.string().optional(),
  Resources: z.array(z.string()).optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
  TraceHeader: z.string().optional(),
});
const requestSchema = z.strictObject({ Entries: z.array(entrySchema).min(1).max(10) });

/** `Time` is in seconds since the epoch. */
export type PutEventsEntry = z.infer<typeof entrySchema>;

export interface Problem {
  readonly code: string;
  readonly message: string;
}

/** EventBridge's limit on one request, in bytes. */
const requestBytesMax = 256 * 1024;

/** The entries of a PutEvents request, or why the whole request is refused. An unknown parameter is an error. */
export function checkRequest(body: string): PutEventsEntry[] | Problem {
  const parsed = parseJson(body);
  if (parsed === undefined) return { code: 'SerializationException', message: 'The body is not JSON.' };
  const request = requestSchema.safeParse(parsed);
  if (!request.success) return { code: 'ValidationException', message: z.prettifyError(request.error) };
  const bytes = request.data.Entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
  if (bytes < requestBytesMax) return request.data.Entries;
  return {
    code: 'ValidationException',
    message: `Total size of the entries in the request is over the limit: ${bytes} bytes.`,
  };
}

/** Why EventBridge refuses one entry, as its ErrorCode and ErrorMessage; nothing when it takes it. */
export function checkEntry(entry: PutEventsEntry, busArn: string): Problem | undefined {
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (entry[name]) continue;
    const message = `Parameter ${name} is not valid. Reason: ${name} is a required argument.`;
    return { code: 'InvalidArgument', message };
  }
  if (entry.Source?.startsWith('aws.')) {
    return { code: 'NotAuthorizedForSourceException', message: 'Not authorized for the source.' };
  }
  const detail = parseJson(entry.Detail ?? '');
  if (typeof detail !== 'object' || detail === null || Array.isArray(detail)) {
    return { code: 'MalformedDetail', message: 'Detail is malformed.' };
  }
  if (!['default', busArn, undefined].includes(entry.EventBusName)) {
    return { code: 'ResourceNotFoundException', message: `Event bus ${entry.EventBusName} does not exist.` };
  }
  return undefined;
}

/** Sizes as EventBridge counts them (User Guide, "Calculating PutEvents event entry size"): 14 bytes for a time. */
function entryBytes(entry: PutEventsEntry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  const counted = texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
  return counted + (entry.Time === undefined ? 0 : 14);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
