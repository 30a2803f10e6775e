import { checkedId } from '../ids.ts';
import type { Tags } from '../world/records.ts';
import { kindOf, replaceTags, taggedResources, tagsOf } from '../world/resources.ts';
import type { View } from '../world/tables.ts';
import { type Action, succeeded } from './action.ts';
import { Ec2Error, invalidParameterValue, notFound } from './errors.ts';
import { type FilterTable, readFilters } from './filters.ts';
import type { Form } from './form.ts';
import { cutPage, readPage } from './paging.ts';

const tagsMax = 50;
const resourcesMax = 1_000;

export const createTags: Action = (form) => {
  const ids = requiredResourceIds(form);
  const added = Object.fromEntries(
    form.members('Tag').map((tag) => [tag.required('Key'), tag.text('Value') ?? '']),
  );
  checkTags(added);
  return (core) => {
    const changed = ids.map((id) => [id, { ...existingTags(core.tables, id), ...added }] as const);
    for (const [, tags] of changed) {
      if (Object.keys(tags).filter(isUserKey).length > tagsMax)
        throw new Ec2Error('TagLimitExceeded', tagLimitMessage);
    }
    for (const [id, tags] of changed) replaceTags(core.tables, id, tags);
    return succeeded;
  };
};

const tagLimitMessage = `The maximum number of tags for a resource is ${tagsMax}`;

/**
 * A tag given with a value is removed only where it has this value; without any tag, all of them are removed. What AWS
 * has set stays (API reference).
 */
export const deleteTags: Action = (form) => {
  const ids = requiredResourceIds(form);
  const removed = form.members('Tag').map((tag) => ({ key: tag.required('Key'), value: tag.text('Value') }));
  for (const { key } of removed) checkKey(key);
  return (core) => {
    for (const id of ids) existingTags(core.tables, id);
    for (const id of ids) {
      const kept = Object.entries(existingTags(core.tables, id)).filter(
        ([key, value]) =>
          !isUserKey(key) ||
          (removed.length > 0 &&
            !removed.some((tag) => tag.key === key && (tag.value === undefined || tag.value === value))),
      );
      replaceTags(core.tables, id, Object.fromEntries(kept));
    }
    return succeeded;
  };
};

interface DescribedTag {
  readonly resourceId: string;
  readonly resourceType: string;
  readonly key: string;
  readonly value: string;
}

export const describeTags: Action = (form) => {
  const page = readPage(form, { minimum: 5, maximum: 1000 });
  const matches = readFilters<DescribedTag & { tags?: Tags }>(form, filters);
  return (_core, view) => {
    const described: DescribedTag[] = [];
    for (const { tags, resourceId, resourceType } of taggedResources(view)) {
      for (const [key, value] of Object.entries(tags))
        described.push({ resourceId, resourceType, key, value });
    }
    const placed = described.filter(matches).map((tag, place) => ({ tag, place }));
    const { items, nextToken } = cutPage(placed, page, ({ place }) => place);
    return { tagSet: items.map(({ tag }) => ({ ...tag })), nextToken };
  };
};

const filters: FilterTable<DescribedTag> = {
  key: (tag) => tag.key,
  'resource-id': (tag) => tag.resourceId,
  'resource-type': (tag) => tag.resourceType,
  value: (tag) => tag.value,
};

/** Throws for what EC2 does not take as a tag: the lengths are those of the API's own type Tag. */
export function checkTags(tags: Tags): void {
  for (const [key, value] of Object.entries(tags)) {
    checkKey(key);
    if (value.length > 256)
      throw invalidParameterValue(`Tag value exceeds the maximum length of 256 characters`);
  }
}

function checkKey(key: string): void {
  if (!isUserKey(key))
    throw invalidParameterValue(`Tag keys starting with 'aws:' are reserved for internal use`);
  if (key.length > 127) throw invalidParameterValue(`Tag key exceeds the maximum length of 127 characters`);
}

/** Tags that AWS itself sets do not count against the limit, and nobody else may change them. */
function isUserKey(key: string): boolean {
  return !key.startsWith('aws:');
}

function requiredResourceIds(form: Form): string[] {
  const ids = form.list('ResourceId');
  if (ids.length === 0)
    throw new Ec2Error('MissingParameter', 'The request must contain the parameter resourceIdSet');
  if (ids.length > resourcesMax)
    throw invalidParameterValue(`The maximum number of resources for a request is ${resourcesMax}`);
  return ids.map((id) => {
    const kind = kindOf(id);
    if (kind === undefined) throw new Ec2Error('InvalidID', `The ID '${id}' is not valid`);
    return checkedId(kind.idKind, id);
  });
}

function existingTags(view: View, id: string): Tags {
  const tags = tagsOf(view, id);
  const kind = kindOf(id);
  if (tags !== undefined) return tags;
  throw kind === undefined
    ? new Ec2Error('InvalidID', `The ID '${id}' is not valid`)
    : notFound(kind.idKind, id);
}
