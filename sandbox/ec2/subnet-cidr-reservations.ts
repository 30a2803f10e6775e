import { createCidrReservation } from '../world/create-references.ts';
import { existingSubnet } from '../world/lookup.ts';
import type { CidrReservation } from '../world/record-references.ts';
import { type Action, tagSet } from './action.ts';
import { invalidParameterValue, notFound } from './errors.ts';
import { type FilterTable, readFilters } from './filters.ts';
import { checkTags } from './mutate-tags.ts';
import { cutPage, readPage } from './paging.ts';

/** Whoever does not page has been seen to get no more than this (hashicorp/terraform-provider-aws issue 45304). */
const unpagedMax = 255;

/** The reservations of one subnet. */
export const getSubnetCidrReservations: Action = (form) => {
  const subnetId = form.id('subnet', 'SubnetId');
  const page = readPage(form, { minimum: 5, maximum: 1000, otherwise: unpagedMax });
  const matches = readFilters(form, filters);
  return (core, view) => {
    if (view.subnets.get(subnetId) === undefined) throw notFound('subnet', subnetId);
    const isAsked = (record: CidrReservation) => record.subnetId === subnetId && matches(record);
    const all = view.cidrReservations.after(page.after);
    const { items, nextToken } = cutPage(all, page, (record) => record.ordinal, isAsked);
    const xml = (records: CidrReservation[]) => records.map((record) => reservationXml(core.account, record));
    return {
      subnetIpv4CidrReservationSet: xml(items.filter(({ cidr }) => !cidr.includes(':'))),
      subnetIpv6CidrReservationSet: xml(items.filter(({ cidr }) => cidr.includes(':'))),
      nextToken,
    };
  };
};

export const createSubnetCidrReservation: Action = (form) => {
  const subnetId = form.id('subnet', 'SubnetId');
  const cidr = form.required('Cidr');
  const asked = form.required('ReservationType');
  const reservationType = (['prefix', 'explicit'] as const).find((type) => type === asked);
  if (reservationType === undefined)
    throw invalidParameterValue(`Invalid value '${asked}' for ReservationType.`);
  const description = form.text('Description') ?? '';
  const tags = form.tagSpecifications('subnet-cidr-reservation')['subnet-cidr-reservation'];
  checkTags(tags);
  return (core) => {
    const subnet = existingSubnet(core, subnetId);
    const record = createCidrReservation(core, { subnet, cidr, reservationType, description, tags });
    return { subnetCidrReservation: reservationXml(core.account, record) };
  };
};

const filters: FilterTable<CidrReservation> = {
  reservationType: (record) => record.reservationType,
  'subnet-id': (record) => record.subnetId,
};

function reservationXml(ownerId: string, { tags, ordinal: _, ...record }: CidrReservation) {
  return { ...record, ownerId, tagSet: tagSet(tags) };
}
