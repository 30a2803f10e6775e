import { Ec2Error, invalidParameterValue } from './errors.ts';
import type { Form } from './form.ts';

export interface Page {
  readonly size: number;
  /** The place in the order of the last item that was already given. */
  readonly after: number;
  readonly fingerprint: string;
}

export interface PageLimits {
  readonly minimum: number;
  readonly maximum: number;
  /** How many items a page holds without MaxResults: whoever does not page loses the rest visibly. 1,000 when omitted. */
  readonly otherwise?: number;
  /** The name of the id list as AWS's message has it, and the ids of this request: they exclude MaxResults. */
  readonly ids?: readonly [name: string, ids: readonly string[]];
}

const defaultPageSize = 1000;

/** Reads MaxResults and NextToken (facts 1.6). A token belongs to the request whose answer it came with. */
export function readPage(form: Form, limits: PageLimits): Page {
  const maxResults = form.integer('MaxResults');
  const nextToken = form.text('NextToken');
  const [idsName, ids] = limits.ids ?? ['', []];
  if (ids.length > 0 && (maxResults !== undefined || nextToken !== undefined)) {
    const message = `The parameter ${idsName} cannot be used with the parameter maxResults`;
    throw new Ec2Error('InvalidParameterCombination', message);
  }
  if (maxResults !== undefined) checkBounds(maxResults, limits);
  const fingerprint = form.fingerprint();
  const size =
    ids.length > 0 ? Number.POSITIVE_INFINITY : (maxResults ?? limits.otherwise ?? defaultPageSize);
  return { size, after: nextToken === undefined ? -1 : readToken(nextToken, fingerprint), fingerprint };
}

/** Cuts the page out of `items`, which must be in the order that `placeOf` says, and looks no further than it needs. */
export function cutPage<T>(
  items: Iterable<T>,
  page: Page,
  placeOf: (item: T) => number,
  matches: (item: T) => boolean = () => true,
): { readonly items: T[]; readonly nextToken: string | undefined } {
  const given: T[] = [];
  for (const item of items) {
    if (placeOf(item) <= page.after || !matches(item)) continue;
    const last = given.at(-1);
    if (given.length === page.size && last !== undefined)
      return { items: given, nextToken: writeToken(placeOf(last), page.fingerprint) };
    given.push(item);
  }
  return { items: given, nextToken: undefined };
}

function checkBounds(maxResults: number, { minimum, maximum }: PageLimits): void {
  const said = `Value ( ${maxResults} ) for parameter maxResults is invalid.`;
  if (maxResults < minimum)
    throw invalidParameterValue(`${said} Expecting a value greater than or equal to ${minimum}.`);
  if (maxResults > maximum)
    throw invalidParameterValue(`${said} Expecting a value less than or equal to ${maximum}.`);
}

function writeToken(place: number, fingerprint: string): string {
  return Buffer.from(JSON.stringify([place, checksum(fingerprint)])).toString('base64');
}

function readToken(token: string, fingerprint: string): number {
  try {
    const [place, sum] = JSON.parse(Buffer.from(token, 'base64').toString());
    if (typeof place === 'number' && sum === checksum(fingerprint)) return place;
  } catch {
    // What cannot be read is as wrong as what belongs to another request.
  }
  throw new Ec2Error('InvalidNextToken', `The token '${token}' is invalid`);
}

function checksum(text: string): number {
  let sum = 0;
  for (let index = 0; index < text.length; index++) sum = (Math.imul(sum, 31) + text.charCodeAt(index)) | 0;
  return sum;
}
