/** A request to EC2 that a handler has made and that waits to be answered. */
export interface Call {
  /** The form, as the SDK wrote it. */
  readonly body: string;
  readonly action: string;
  readonly kind: CallKind;
  /** The ENIs that it names; undefined where it reads them all. A Detach names only an attachment. */
  readonly enis: readonly string[] | undefined;
  readonly attachmentId?: string;
  /** The place that an Attach takes, by instance and device index. */
  readonly place?: string;
}

/**
 * `steady`: reads what no handler ever changes (status checks, instance types), so that its place among the calls of the
 * others makes no difference. `read`: shows attachments. `change`: may change them.
 */
export type CallKind = 'steady' | 'read' | 'change';

const kinds: Readonly<Record<string, CallKind>> = {
  DescribeInstanceStatus: 'steady',
  DescribeInstanceTypes: 'steady',
  DescribeInstances: 'read',
  DescribeNetworkInterfaces: 'read',
  AttachNetworkInterface: 'change',
  DetachNetworkInterface: 'change',
  ModifyNetworkInterfaceAttribute: 'change',
};

const known = new Map<string, Call>();

/** Throws for an action of which it is not known what it reads or changes. */
export function toCall(body: string): Call {
  const call = known.get(body) ?? parseCall(body);
  known.set(body, call);
  return call;
}

function parseCall(body: string): Call {
  const form = new URLSearchParams(body);
  const action = form.get('Action') ?? '';
  const kind = kinds[action];
  if (kind === undefined)
    throw new Error(`The explorer does not know what ${action} commutes with: say so in call.ts.`);
  const attachmentId = form.get('AttachmentId') ?? form.get('Attachment.AttachmentId');
  return {
    body,
    action,
    kind,
    enis: enisNamedBy(form),
    ...(attachmentId !== null && { attachmentId }),
    ...(action === 'AttachNetworkInterface' && {
      place: `${form.get('InstanceId')} ${form.get('DeviceIndex')}`,
    }),
  };
}

function enisNamedBy(form: URLSearchParams): readonly string[] | undefined {
  const eni = form.get('NetworkInterfaceId');
  if (eni !== null) return [eni];
  if (form.get('Action') === 'DetachNetworkInterface') return [];
  if (form.get('Filter.1.Name') !== 'network-interface-id') return undefined;
  return [...form].flatMap(([name, value]) => (name.startsWith('Filter.1.Value.') ? [value] : []));
}

/**
 * Whether two calls may change places without anybody noticing. `eniOf` says whose an attachment is; one that is gone is
 * nobody's, for good.
 */
export function commute(
  one: Call,
  other: Call,
  eniOf: (attachmentId: string) => string | undefined,
): boolean {
  if (one.kind === 'steady' || other.kind === 'steady') return true;
  if (one.kind === 'read' && other.kind === 'read') return true;
  if (one.place !== undefined && one.place === other.place) return false;
  const touched = touchedBy(one, eniOf);
  const touchedToo = touchedBy(other, eniOf);
  if (touched === undefined) return touchedToo?.length === 0;
  return touchedToo === undefined ? touched.length === 0 : !touched.some((eni) => touchedToo.includes(eni));
}

function touchedBy(
  { enis, attachmentId }: Call,
  eniOf: (attachmentId: string) => string | undefined,
): readonly string[] | undefined {
  const owner = attachmentId === undefined ? undefined : eniOf(attachmentId);
  return owner === undefined ? enis : [...(enis ?? []), owner];
}
