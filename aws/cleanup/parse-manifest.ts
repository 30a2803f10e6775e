import { parseInstant } from './instant-text.ts';
import type { ManifestReading } from './manifest.ts';

/** Reads a stored manifest. Never throws: what is wrong is said, all of it. Fields that it does not know are dropped. */
export function parseManifest(text: string): ManifestReading {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { kind: 'problems', problems: ['it is not JSON'] };
  }
  if (!isRecord(json)) return { kind: 'problems', problems: ['it is not a JSON object'] };
  if (json.version !== 1) {
    return { kind: 'problems', problems: [`its version is ${JSON.stringify(json.version)}, not 1`] };
  }
  return read(new FieldReader(json));
}

function read(fields: FieldReader): ManifestReading {
  const manifest = {
    version: 1 as const,
    writtenAt: fields.text('writtenAt', (value) => parseInstant(value) !== undefined),
    eniId: fields.text('eniId', (value) => /^eni-\w+$/.test(value)),
    macAddress: fields.text('macAddress'),
    accountId: fields.text('accountId'),
    vpcId: fields.text('vpcId', isNotEmpty),
    subnetId: fields.text('subnetId', isNotEmpty),
    availabilityZone: fields.text('availabilityZone'),
    interfaceType: fields.text('interfaceType', isNotEmpty),
    description: fields.text('description'),
    sourceDestCheck: fields.flag('sourceDestCheck'),
    privateIpv4Addresses: fields.list('privateIpv4Addresses', addressOf),
    ipv6Addresses: fields.list('ipv6Addresses', addressOf),
    ipv4Prefixes: fields.list('ipv4Prefixes', textOf),
    ipv6Prefixes: fields.list('ipv6Prefixes', textOf),
    securityGroupIds: fields.list('securityGroupIds', textOf),
    tags: fields.tags('tags'),
    elasticIps: fields.list('elasticIps', elasticIpOf),
    routes: fields.list('routes', routeOf),
  };
  if (fields.problems.length > 0) return { kind: 'problems', problems: fields.problems };
  return { kind: 'read', manifest };
}

/** Reads the fields of an object, and collects what is wrong with them. */
class FieldReader {
  readonly problems: string[] = [];
  readonly #record: Readonly<Record<string, unknown>>;

  constructor(record: Readonly<Record<string, unknown>>) {
    this.#record = record;
  }

  text(name: string, isRight: (value: string) => boolean = () => true): string {
    const value = this.#get(name);
    if (typeof value === 'string' && isRight(value)) return value;
    return this.#wrong(name, '');
  }

  flag(name: string): boolean {
    const value = this.#get(name);
    return typeof value === 'boolean' ? value : this.#wrong(name, false);
  }

  list<T>(name: string, itemOf: (item: unknown) => T | undefined): readonly T[] {
    const value = this.#get(name);
    if (!Array.isArray(value)) return this.#wrong(name, []);
    const items = value.map(itemOf).filter((item) => item !== undefined);
    return items.length === value.length ? items : this.#wrong(name, []);
  }

  tags(name: string): Readonly<Record<string, string>> {
    const value = this.#get(name);
    if (!isRecord(value)) return this.#wrong(name, {});
    const tags = Object.entries(value).flatMap(([key, tag]) =>
      typeof tag === 'string' ? [[key, tag] as const] : [],
    );
    return tags.length === Object.keys(value).length ? Object.fromEntries(tags) : this.#wrong(name, {});
  }

  #get(name: string): unknown {
    return Object.hasOwn(this.#record, name) ? this.#record[name] : undefined;
  }

  #wrong<T>(name: string, instead: T): T {
    this.problems.push(`its ${name} is ${Object.hasOwn(this.#record, name) ? 'not right' : 'missing'}`);
    return instead;
  }
}

function addressOf(item: unknown) {
  if (!isRecord(item) || typeof item.address !== 'string' || typeof item.primary !== 'boolean')
    return undefined;
  return { address: item.address, primary: item.primary };
}

function elasticIpOf(item: unknown) {
  if (!isRecord(item)) return undefined;
  const { allocationId, publicIp, privateIpAddress } = item;
  if (typeof allocationId !== 'string' || typeof publicIp !== 'string') return undefined;
  if (privateIpAddress === undefined) return { allocationId, publicIp };
  return typeof privateIpAddress === 'string' ? { allocationId, publicIp, privateIpAddress } : undefined;
}

function routeOf(item: unknown) {
  if (!isRecord(item)) return undefined;
  const { routeTableId, destination } = item;
  if (typeof routeTableId !== 'string' || typeof destination !== 'string') return undefined;
  return { routeTableId, destination };
}

function textOf(item: unknown): string | undefined {
  return typeof item === 'string' ? item : undefined;
}

function isNotEmpty(text: string): boolean {
  return text !== '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
